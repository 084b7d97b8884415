package reminders

import (
	"slices"

	"lianxin/config/policy"
	"lianxin/store"
)

// account is where the member is reached: the first account on a channel that is served, else the first at all. Nobody without an account is passed
// over: his notice is refused by the delivery, and the party office reads it. No channels: every account will do.
func account(m *policy.Member, channels []string) policy.Address {
	for _, a := range m.Accounts {
		if slices.Contains(channels, a.Channel) {
			return a
		}
	}
	if len(m.Accounts) > 0 {
		return m.Accounts[0]
	}
	return policy.Address{User: m.ID}
}

// Resolver is the DeliveryOptions.Resolve of a school: who stands behind a sealed address is told where he prefers it, if he is a listed member, and else
// where he wrote from. What it gives is used for sending and is neither stored nor logged.
func Resolver(school *policy.School, channels []string) func(tx *store.Tx, to policy.Address) (policy.Address, error) {
	return func(tx *store.Tx, to policy.Address) (policy.Address, error) {
		found, err := tx.Resolve(to)
		if err != nil || to.Channel != store.SealedChannel {
			return found, err
		}
		if m := school.MemberAt(found); m != nil {
			return account(m, channels), nil
		}
		return found, nil
	}
}
