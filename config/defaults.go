package config

import (
	"path/filepath"
	"time"

	"lianxin/config/policy"
)

// defaults is the configuration before a word of the file is read, but for the measure.
func defaults(name string) *Config {
	in := func(path string) string { return filepath.Join(filepath.Dir(name), path) }
	return &Config{
		File: name,
		HTTP: HTTP{Listen: "127.0.0.1:8080", AdminListen: "127.0.0.1:9090"},
		Log:  Log{Level: "info", Format: "json"},
		Store: Store{
			Engine:          "bolt",
			Path:            in("data/lianxin.db"),
			IdentityKeyFile: in("secrets/identity.key"),
			Backup:          Backup{Dir: in("data/backup"), At: 3*60 + 17, Keep: 14},
		},
		school: policy.School{
			Location:  shanghai(),
			Calendar:  policy.Calendar{Periods: defaultPeriods()},
			Reception: policy.Reception{SlotMinutes: 20},
			Petitions: defaultPetitions(),
			Reminders: policy.Reminders{Tick: "*/10 * * * *", QuietFrom: 21 * 60, QuietUntil: 8 * 60},
		},
	}
}

// shanghai is the zone of a school that names none. China has had no summer time since 1991.
func shanghai() *time.Location {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	return loc
}

// defaultPeriods are class periods as many schools have them: 1-4 in the morning, 5-8 in the afternoon, 9-11 in the evening.
func defaultPeriods() []policy.ClassPeriod {
	period := func(name string, hour, minute int) policy.ClassPeriod {
		start := policy.Clock(hour*60 + minute)
		return policy.ClassPeriod{Name: name, Start: start, End: start + 45}
	}
	return []policy.ClassPeriod{
		period("1", 8, 0), period("2", 8, 55), period("3", 10, 0), period("4", 10, 55),
		period("5", 14, 30), period("6", 15, 20), period("7", 16, 20), period("8", 17, 10),
		period("9", 19, 0), period("10", 19, 50), period("11", 20, 40),
	}
}

// defaultPetitions is what holds for every school in the country.
func defaultPetitions() policy.Petitions {
	return policy.Petitions{
		CrisisContacts: []string{"全国统一心理援助热线 12356（24 小时）"},
		Doors:          []string{"纪检监察举报电话 12388", "纪委办公室当面反映", "写信给纪委办公室"},
		Routes:         defaultRoutes(),
		Retention:      policy.Retention{CaseYears: 10, IdentityYears: 3, ChatDays: 30},
		Timings:        policy.DefaultTimings(),
	}
}

// defaultRoutes are the legal channels that the law gives (requirements 2.3).
func defaultRoutes() []policy.Route {
	return []policy.Route{
		{
			Name: "学生对处理、处分不服", Door: "学生申诉处理委员会；对复查决定仍有异议的，向省级教育行政部门申诉",
			Limit: "收到决定之日起10日内提出，委员会15日内答复；收到复查决定之日起15日内可再申诉", Keywords: []string{"处分", "开除", "退学", "取消入学资格"},
		},
		{
			Name: "教师对处分、聘任、考核不服", Door: "教师申诉或人事争议仲裁", Limit: "人事争议仲裁自知道权利受侵害之日起1年内提出",
			Keywords: []string{"解聘", "考核不合格", "人事争议"},
		},
		{Name: "成绩、考试结果复核", Door: "先向教务处申请成绩复核", Limit: "按学校成绩复核规定的时间", Keywords: []string{"查卷", "成绩复核", "复核成绩"}},
		{Name: "劳动合同、社会保险争议", Door: "劳动争议仲裁委员会、人力资源和社会保障部门", Limit: "劳动仲裁自知道权利受侵害之日起1年内提出", Keywords: []string{"劳动合同", "拖欠工资", "社保"}},
		{Name: "违法犯罪", Door: "公安机关，电话110", Limit: "请立即报警", Keywords: []string{"诈骗", "被打", "盗窃"}},
		{Name: "正在诉讼、已经判决的案件", Door: "受理的人民法院", Keywords: []string{"法院", "判决", "起诉"}},
	}
}
