package policy

import "strings"

// groupChannel is what the name of a platform gets behind it for the groups in which a robot of its posts.
const groupChannel = "-group"

// GroupChannel is the channel of the group robots of a platform: "wecom-group".
func GroupChannel(platform string) string { return platform + groupChannel }

// GroupAddress is where a platform's group robot of an office posts: its User is the name of the office, never the key of the robot.
func GroupAddress(platform, office string) Address {
	return Address{Channel: GroupChannel(platform), User: office}
}

// Group is the office whose group an address is; false for somebody's account.
func (a Address) Group() (office string, ok bool) {
	if !strings.HasSuffix(a.Channel, groupChannel) {
		return "", false
	}
	return a.User, true
}

// GroupName is how staff call such a group: 党委办公室群; "" for somebody's account.
func (a Address) GroupName() string {
	office, ok := a.Group()
	if !ok {
		return ""
	}
	return office + "群"
}
