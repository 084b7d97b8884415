package config

// Channels are the platforms through which people are reached. nil: not configured.
type Channels struct {
	WeCom    *WeCom
	DingTalk *DingTalk
}

// The names of the platforms, as policy.Address has them.
const (
	ChannelWeCom    = "wecom"
	ChannelDingTalk = "dingtalk"
)

func (c *Channels) read(v value) {
	v.mapping(
		optional(ChannelWeCom, func(at value) { c.readOne(ChannelWeCom, at) }),
		optional(ChannelDingTalk, func(at value) { c.readOne(ChannelDingTalk, at) }),
	)
}

// readOne reads the block of one platform.
func (c *Channels) readOne(platform string, at value) {
	if platform == ChannelWeCom {
		c.WeCom = &WeCom{Mode: ModeApp, APIBase: "https://qyapi.weixin.qq.com"}
		c.WeCom.read(at)
		return
	}
	c.DingTalk = &DingTalk{
		Mode: ModeStream, APIBase: "https://api.dingtalk.com", OldAPIBase: "https://oapi.dingtalk.com", MonthlyCalls: 5000,
		CallbackPath: MakeSecret("/callback/dingtalk"), CardCallback: "/callback/dingtalk/card",
	}
	c.DingTalk.read(at)
}
