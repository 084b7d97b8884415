package aibot

// What an outcome says to the staff.
const (
	sayNoChat      = "这个人还没有和智能机器人说过话，企业微信不让机器人先开口；请他在企业微信里找到机器人，发一句“你好”"
	sayNoGroup     = "智能机器人不在这个群里，或群里还没有人和它说过话"
	sayBadUser     = "企业微信账号写法不对，没有发送"
	sayEmpty       = "内容为空，没有发送"
	sayTooLarge    = "文件太大，企业微信不收，没有发送"
	sayBadContent  = "企业微信不接受这条消息的内容"
	sayBusy        = "企业微信忙，稍后再发"
	sayTooOften    = "给这个会话发消息过于频繁，稍后再发"
	sayBadSecret   = "企业微信不认智能机器人的密钥，请核对 bot_id 和 secret"
	sayUnconnected = "智能机器人的长连接没有接通，接通后再发"
	sayNoAnswer    = "企业微信没有明确答复，不知是否送达，稍后再发"
	sayCode        = "企业微信返回错误码 %d，稍后再发"
)

// sayAgain is added to a message that may have arrived already: in this mode the platform has no duplicate check.
const sayAgain = "（网络不稳，这一条可能是重复的）"

// What a member reads whose message could not be stored although it was tried again and again: the platform does not bring it again.
const sayNotStored = "抱歉，刚才这句话没有记下来（系统暂时故障）。请过几分钟再说一遍；还是不行，请联系系统管理员。"

// What a person reads whom the platform gives no user id.
const sayStranger = "你好！我只能为本校通讯录里的成员服务。企业微信没有告诉我你的账号，请用本校的身份和我对话，或联系系统管理员。"
