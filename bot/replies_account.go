package bot

// What the bot says about somebody's own accounts on both platforms.
const (
	sayBindCode     = "验证码 %s，10 分钟内有效，只能用一次。\n请到%s上找到我，发：绑定 %s\n不要把它告诉别人：谁用了它，谁的账号就和您的连在一起。"
	sayBound        = "已绑定：%s 和 %s 现在是同一个人。记录、来信、预约两边都能查，提醒按您的首选发到一边。\n回“首选钉钉”或“首选企业微信”选一边；不是您本人要绑的，马上回“解除绑定”。"
	sayBoundThere   = "您的账号刚在%s上绑定了：%s。提醒和记录两边共用。不是您本人操作的，马上回“解除绑定”。"
	sayCodeWrong    = "验证码不对，或已用过、已过期。还可以试 %d 次；也可以回“绑定账号”重新取一个。"
	sayCodeLocked   = "验证码错得太多，请过一小时再试。"
	sayUnbound      = "已解除绑定，各个账号各管各的；从哪个账号写的来信，还在哪个账号里查。"
	sayUnboundThere = "您的账号已在%s上解除绑定，这里只管这个账号自己的来信和预约。"
	sayPreferred    = "好的，以后提醒先发到%s；那边发不出去时改发到您的另一个账号。"
	sayAccounts     = "您的账号：%s\n提醒先发到%s。回“首选钉钉”“首选企业微信”“绑定账号”“解除绑定”可以改。"
	sayOneAccount   = "您只有一个账号：%s。回“绑定账号”可以和另一个平台的账号连起来。"
	sayAccountEnded = "这个账号已不在学校通讯录里，暂时不能为您服务。如有疑问请联系系统管理员。"
	sayTellLeft     = "%s的%s账号已不在通讯录里，账号停用，记录保留；这个人仍在 lianxin.yaml 的名单上，请核对 accounts、until。"
	sayTheOther     = "另一个平台"
)
