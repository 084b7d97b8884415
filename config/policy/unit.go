package policy

// UnitZh says the unit in which a rule counts (Rule.Unit): 学时, 份, 场, 周; 次 for anything else.
func UnitZh(unit string) string {
	switch unit {
	case "class_hour":
		return "学时"
	case "plan":
		return "份"
	case "slot":
		return "场"
	case "week":
		return "周"
	}
	return "次"
}
