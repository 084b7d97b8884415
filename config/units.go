package config

import "lianxin/config/policy"

// readUnits reads the units 单位 with their aliases and handlers 承办人. A name stands for one unit only.
func (c *Config) readUnits(v value) {
	taken := map[string]int{} // name or alias -> line
	name := func(v value) (string, bool) {
		s, ok := v.line()
		if !ok {
			return "", false
		}
		if line, again := taken[s]; again {
			v.fault(sayUnitTwice, s, line)
			return "", false
		}
		taken[s] = v.node.Line
		return s, true
	}
	list(func(at value) {
		var u policy.Unit
		at.mapping(
			required("name", func(v value) { u.Name, _ = name(v) }),
			optional("aliases", oneOrMany(func(v value) {
				if alias, ok := name(v); ok {
					u.Aliases = append(u.Aliases, alias)
				}
			})),
			optional("handlers", distinct(&u.Handlers, person)),
			optional("rules", c.readUnitRules(&u)),
		)
		c.school.Units = append(c.school.Units, u)
	})(v)
}
