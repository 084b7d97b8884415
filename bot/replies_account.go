package bot

// What the bot says about somebody's own accounts on both platforms.
const (
	sayBindCode     = "验证码 %s，10 分钟内有效，只能用一次。\n请到%s上找到我，发：绑定 %s\n不要把它告诉别人：谁用了它，谁的账号就和您的连在一起。"
	sayBindSure     = "这个验证码是 %s 取的。绑定后那边就是您：能用您的身份登记、查看、确认。\n那是您本人的账号，请回：确认绑定 %s\n不是，请不要回，并告诉系统管理员。"
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

	sayBoundByList = "系统管理员按通讯录把%s 绑定为您的账号，提醒和记录两边共用。不是您的账号，马上回“解除绑定”。"

	saySyncHead       = "%s通讯录：核对名单和绑定里的账号 %d 个"
	saySyncTotal      = "· 通讯录里共 %d 个账号；名单以外的都是普通成员，不用登记"
	saySyncNoList     = "· 应用不能列出全部成员，只逐个核对了已知账号；企业微信请配置 contact_secret（管理工具 → 通讯录同步），钉钉请开通通讯录读权限"
	saySyncMatch      = "· 绑定：%s（%s）→ %s"
	saySyncDoubt      = "· 待核对：名单里的%s，通讯录里同名的在“%s”，账号 %s；确认是本人就写进 lianxin.yaml，或请本人用“绑定账号”"
	saySyncGone       = "· 停用：%s 的账号 %s 已不在通讯录里（记录保留；请改 lianxin.yaml 的 accounts 或 until）"
	saySyncGoneRest   = "· 停用：名单以外绑定过的账号 %d 个已不在通讯录里"
	saySyncHidden     = "· 看不到：%s 的账号 %s 不在应用的可见范围里，发不了消息；请在管理后台扩大可见范围"
	saySyncHiddenRest = "· 看不到：名单以外绑定过的账号 %d 个不在应用的可见范围里"
	saySyncBack       = "· 恢复：%s 的账号 %s 又回到通讯录里（绑定要重新做）"
	saySyncBackRest   = "· 恢复：名单以外的账号 %d 个又回到通讯录里"
	saySyncRefused    = "· 没有绑定：%s：%s\n"
	saySyncDry        = "试运行，什么也没有改。\n"
	saySyncDone       = "已同步。\n"
	saySyncTooMany    = "什么也没有改：要停用的账号有 %d 个，多半是可见范围或权限变了。请先在管理后台核对；确认无误，加 --force 再运行。\n"
)
