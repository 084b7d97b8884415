package wecom

// Card is a click on a card. ResponseCode may be used once, within 72 hours.
type Card struct {
	Task, Type, ResponseCode string
	Selected                 []Selection // questions without a selection may be absent
}

// Selection is what was chosen for one question of a card.
type Selection struct {
	Question string
	Options  []string
}

func (c *Card) field(name string) *string {
	switch name {
	case "TaskId":
		return &c.Task
	case "CardType":
		return &c.Type
	case "ResponseCode":
		return &c.ResponseCode
	}
	return nil
}

func (c *Card) read(x *scanner, name string) bool {
	if name != "SelectedItem" {
		return x.skip()
	}
	var s Selection
	ok := x.children(func(n string) bool {
		switch n {
		case "QuestionKey":
			return x.into(&s.Question)
		case "OptionIds":
			return x.children(func(n string) bool { return x.listed(n, "OptionId", &s.Options) })
		}
		return x.skip()
	})
	c.Selected = append(c.Selected, s)
	return ok
}
