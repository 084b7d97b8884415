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

// Resolver is the DeliveryOptions.Resolve of a school: the accounts of whoever stands behind an address, in the order in which they are tried: where he said
// that he prefers it, then the order of the configuration, then what he bound; somebody unlisted first where he wrote from. Those on channels that are not
// served are left out, unless he has no others. What it gives is used for sending and is neither stored nor logged.
func Resolver(school *policy.School, channels []string) func(tx *store.Tx, to policy.Address) ([]policy.Address, error) {
	return func(tx *store.Tx, to policy.Address) ([]policy.Address, error) {
		found, err := tx.Resolve(to)
		if err != nil {
			return nil, err
		}
		all := tx.Reach(school, found)
		served := slices.DeleteFunc(slices.Clone(all), func(a policy.Address) bool { return !slices.Contains(channels, a.Channel) })
		if len(served) > 0 {
			return served, nil
		}
		return all, nil
	}
}

// resolveAlone is the Resolve of a delivery that knows no school: the account itself.
func resolveAlone(tx *store.Tx, to policy.Address) ([]policy.Address, error) {
	found, err := tx.Resolve(to)
	return []policy.Address{found}, err
}
