package report

import "lianxin/config/policy"

// kindNames are the names in which kinds are said; the measure's own names are longer.
var kindNames = map[policy.Kind]string{
	policy.ObserveClass: "听课", policy.OrgLife: "组织生活", policy.Forum: "座谈", policy.Research: "调研", policy.Visit: "走访", policy.FirstLesson: "思政第一课",
	policy.NonpartyTalk: "党外人士谈话", policy.NonpartyEvent: "民主党派活动", policy.RetireeBrief: "离退休通报会", policy.ReceptionDay: "接待日",
	policy.Consultation: "征求意见", policy.Ideology: "意识形态研判",
}

// KindName is the name of a kind in a word.
func KindName(school *policy.School, k policy.Kind) string {
	if name := kindNames[k]; name != "" {
		return name
	}
	if spec := school.Measure.Kind(k); spec != nil {
		return spec.Zh
	}
	return string(k)
}
