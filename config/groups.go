package config

import (
	"maps"
	"slices"

	"lianxin/config/policy"
)

// groups lists the groups in which robots post, by platform and name.
func (c *Channels) groups() []policy.Address {
	var out []policy.Address
	if c.WeCom != nil {
		for _, office := range slices.Sorted(maps.Keys(c.WeCom.GroupWebhooks)) {
			out = append(out, policy.GroupAddress(ChannelWeCom, office))
		}
	}
	if c.DingTalk != nil {
		for _, office := range slices.Sorted(maps.Keys(c.DingTalk.GroupRobots)) {
			out = append(out, policy.GroupAddress(ChannelDingTalk, office))
		}
	}
	return out
}
