package config

import "lianxin/config/policy"

// readPetitions reads what is said of petitions (Art. 5.7).
func (c *Config) readPetitions(v value) {
	p := &c.school.Petitions
	v.mapping(
		optional("categories", categories(&p.Categories)),
		optional("crisis_contacts", texts(&p.CrisisContacts)),
		optional("doors", texts(&p.Doors)),
		optional("mailboxes", texts(&p.Mailboxes)),
		optional("retention", func(at value) {
			at.mapping(
				optional("case_years", number(&p.Retention.CaseYears, 1, 100)),
				optional("identity_years", number(&p.Retention.IdentityYears, 1, 100)),
				optional("chat_days", number(&p.Retention.ChatDays, 1, 3650)),
			)
		}),
	)
}

// categories reads the table that suggests where a petition goes.
func categories(to *[]policy.Category) func(value) {
	return func(v value) {
		names := map[string]bool{}
		list(func(at value) {
			var c policy.Category
			at.mapping(
				required("name", func(v value) {
					text(&c.Name)(v)
					if names[c.Name] && c.Name != "" {
						v.fault(sayCategory, c.Name)
					}
					names[c.Name] = true
				}),
				required("unit", unit(&c.Unit)),
				optional("keywords", texts(&c.Keywords)),
			)
			*to = append(*to, c)
		})(v)
	}
}
