package ledger

import "lianxin/config/policy"

// Sentences with which an order about one's accounts is refused.

// NoVaultForAccounts says that nothing can be sealed here.
func NoVaultForAccounts() *Refusal {
	return Refuse("no_vault", "学校还没有配置身份密钥，这里暂时不能绑定账号。请联系系统管理员。")
}

// NoAccountThere says that the person has no account on a channel.
func NoAccountThere(channel string) *Refusal {
	name := policy.ChannelZh(channel)
	return Refuse("no_account", "我还不知道您的%s账号。先回“绑定账号”取验证码，再到%s上发给我。", name, name)
}

// CodeOnTheOtherSide says that a code was typed where it was given.
func CodeOnTheOtherSide() *Refusal {
	return Refuse("same_account", "这个验证码是在这里取的，请到另一个平台（企业微信或钉钉）上发给我。")
}

// AccountEnded says that an account has left the directory.
func AccountEnded() *Refusal {
	return Refuse("account_ended", "其中一个账号已不在通讯录里，不能绑定。请联系系统管理员。")
}

// AlreadyBound says that two accounts are one person's already.
func AlreadyBound() *Refusal {
	return Refuse("already_bound", "这两个账号已经是同一个人的，不用再绑定。")
}

// TwoPeople says that two accounts stand in the list for two people.
func TwoPeople() *Refusal {
	return Refuse("two_people", "这两个账号在学校名单里是两个人的，不能绑定。名单有误请联系系统管理员。")
}

// ChannelTaken says that the person has another account on the same platform.
func ChannelTaken() *Refusal {
	return Refuse("channel_taken", "这个平台上已经有您的另一个账号，不能再绑一个。先回“解除绑定”，再重新绑定。")
}

// NothingBound says that there is nothing to take apart.
func NothingBound() *Refusal {
	return Refuse("nothing_bound", "没有您自己绑定的账号；学校名单里登记的账号由系统管理员更改。")
}
