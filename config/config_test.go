package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lianxin/config/policy"
)

func full(t *testing.T) *Config {
	t.Helper()
	c, err := parseFile(t, "full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFullSections(t *testing.T) {
	c := full(t)
	want := &Config{
		File: "full.yaml",
		HTTP: HTTP{Listen: ":80", AdminListen: "[::1]:9091", PublicURL: "https://lianxin.example.edu.cn"},
		Log:  Log{Level: "debug", Format: "console"},
		Store: Store{
			Engine: "bolt", Path: "/var/lib/lianxin/lianxin.db", IdentityKeyFile: "keys/identity.key",
			Backup: Backup{Dir: "copies", At: 4*60 + 5, Keep: 7, Recipient: "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq"},
		},
		Channels: Channels{
			WeCom: &WeCom{
				Mode: ModeApp, CorpID: "ww0123456789abcdef", AgentID: 1000002, Secret: MakeSecret("SeCrEt-of-the-app"), Token: MakeSecret("TokenFromAFile"),
				EncodingAESKey: MakeSecret("AeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEy0"), APIBase: "https://wecom.example.edu.cn", MaxAge: 5 * time.Minute,
				GroupWebhooks: map[string]Secret{
					"党委办公室": MakeSecret("6f1e0b1c-aaaa-bbbb-cccc-0123456789ab"), "校长办公室": MakeSecret("6f1e0b1c-cccc-dddd-eeee-0123456789ab"),
				},
			},
			DingTalk: &DingTalk{
				Mode: ModeWebhook, ClientID: "dingabc", ClientSecret: MakeSecret("DiNg-secret"), RobotCode: "dingabc", APIBase: "https://api.dingtalk.com",
				EventToken: MakeSecret("dtToken01"), EventAESKey: MakeSecret("AeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEy1"),
				CallbackPath: MakeSecret("/callback/dingtalk/a1b2c3"), CardCallback: "/callback/dingtalk/card",
				CorpID: "ding9f50b15bccd16741", OldAPIBase: "https://oapi.example.edu.cn", AESKey: MakeSecret("AeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEy2"),
				CardTemplate: "0123.schema", MonthlyCalls: 10000,
				GroupRobots: map[string]GroupRobot{
					"党委办公室": {AccessToken: MakeSecret("dtToken01dtToken01"), Secret: MakeSecret("SECdtToken01")}, "校长办公室": {AccessToken: MakeSecret("TokenFromAFile")},
				},
			},
		},
		Mail: Mail{
			IMAP: &IMAP{Host: "imap.example.edu.cn", Port: 993, User: "xinfang", Password: MakeSecret("SeCrEt-of-the-app"), Folder: "信访", MoveTo: "已收", Every: 90 * time.Second},
			SMTP: &SMTP{Host: "smtp.example.edu.cn", Port: 587, User: "xinfang", Password: MakeSecret("TokenFromAFile"), From: "信访 <xinfang@example.edu.cn>", ReplyTo: "xinfang@imap.example.edu.cn"},
		},
		Reports: Reports{Template: "keys/token", FontPath: "keys/token"},
	}
	if diff := cmp.Diff(want, c, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := c.ForServe(); err != nil {
		t.Error(err)
	}
}

func TestFullPeople(t *testing.T) {
	s := full(t).School()
	want := policy.Member{
		ID: "lin", Name: "林晓峰", Title: "副校长", Aliases: []string{"林校"}, Roles: []policy.Role{policy.Leader}, Post: policy.PostVicePresident,
		Party: "民盟", Unit: "教务处", Tags: []string{"分管教学工作"},
		InCharge:        []policy.Assignment{{Name: "教务处"}, {Name: "教育科学学院", Span: policy.Span{From: day(t, "2025-09-01"), To: day(t, "2026-08-01")}}},
		Contact:         []policy.Assignment{{Name: "教育科学学院"}},
		Delegates:       []policy.Assignment{{Name: "chen"}, {Name: "zhao-1", Span: policy.Span{To: day(t, "2026-08-01")}}},
		ContactNonparty: []string{"罗晓敏（民盟支部主委）"}, ContactParty: []string{"民盟", "民建"}, OwnBranch: "教务处党支部",
		Span:     policy.Span{From: day(t, "2025-09-01"), To: day(t, "2030-09-01")},
		Leaves:   []policy.Leave{{Span: policy.Span{From: day(t, "2026-05-01"), To: day(t, "2026-06-01")}, Reason: "党校学习"}},
		Accounts: []policy.Address{{Channel: "dingtalk", User: "013344"}, {Channel: "wecom", User: "LinXiaofeng"}, {Channel: "wecom", User: "linxf"}},
	}
	if diff := cmp.Diff(want, s.Members[0]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := s.Member("fang").Post; got != policy.PostCollegeDean {
		t.Errorf("post of a dean: %s", got)
	}
	if diff := cmp.Diff(policy.Unit{Name: "教务处", Aliases: []string{"教务"}, Handlers: []string{"chen", "zhao-1"}}, s.Units[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(policy.Reception{Roster: []string{"lin"}, Place: map[string]string{"lin": "行政楼306"}, SlotMinutes: 15}, s.Reception); diff != "" {
		t.Error(diff)
	}
}

func TestFullSchool(t *testing.T) {
	s := full(t).School()
	if s.Location.String() != "Asia/Urumqi" {
		t.Errorf("zone %s", s.Location)
	}
	if diff := cmp.Diff(policy.Petitions{
		Categories: []policy.Category{
			{Name: "教务", Unit: "教务处", Keywords: []string{"考试"}, Class: policy.Appeal, Simple: true, TwoPerson: true, OnConduct: true},
		},
		Routes: []policy.Route{{Name: "学生申诉", Door: "学生申诉处理委员会", Limit: "10日内", Keywords: []string{"处分"}}}, OfficerHeads: []string{"chen"},
		ReviewBody: "上级主管部门",
		Timings: policy.Timings{
			TellDays: 14, SortWorkdays: 2, ObjectWorkdays: 4, DecideDays: 45, ExtendDays: 20, SuggestionWorkdays: 12, InquiryWorkdays: 8, SimpleWorkdays: 5,
			UnitWorkdays: 7, ReworkWorkdays: 6, ReviewDays: 25, EscalateWorkdays: 4, RateAgainDays: 2, CloseDays: 40, FollowUpDays: [2]int{20, 60},
			ClusterCases: 4, IssueWorkdays: 5, IssueDays: 20, Representatives: 3,
		},
		CrisisContacts: []string{"保卫处 110"}, CrisisResponders: []string{"lin"}, Doors: []string{"12388"}, Mailboxes: []string{"意见箱"},
		Retention: policy.Retention{CaseYears: 20, IdentityYears: 5, ChatDays: 10},
	}, s.Petitions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(policy.Reminders{Tick: "*/5 8-20 * * 1-5", QuietFrom: 20 * 60, QuietUntil: 7*60 + 30}, s.Reminders); diff != "" {
		t.Error(diff)
	}
	groups := []policy.Address{
		{Channel: "wecom-group", User: "党委办公室"}, {Channel: "wecom-group", User: "校长办公室"}, {Channel: "dingtalk-group", User: "党委办公室"},
	}
	if diff := cmp.Diff(groups, s.Groups[:min(len(s.Groups), 3)]); diff != "" {
		t.Errorf("groups in which robots post (-want +got):\n%s", diff)
	}
	if g := s.Measure.Settings; g.MinutesPerClassHour != 40 || !g.OwnBranchCounts || g.YearStart != "09-01" || !g.CPCOnly {
		t.Errorf("settings %+v", g)
	}
}

func TestFullCalendar(t *testing.T) {
	c := full(t).School().Calendar
	if c.Terms[0].ID != "2025-2026-2" || c.Terms[1].ID != "2026-2027-1" || c.ReceptionWeeks != [2]int{1, 16} || len(c.Periods) != 2 {
		t.Errorf("%+v", c.Terms)
	}
	for _, tt := range []struct {
		day, off string
	}{
		{"2026-10-06", "国庆节"},
		{"2026-10-07", ""},   // lifted: an ordinary Wednesday
		{"2026-10-10", "补休"}, // off although the table has it as a workday
		{"2026-10-11", ""},   // a Sunday that works
		{"2026-11-20", "校庆"},
		{"2026-11-21", ""},
		{"2026-11-22", ""},
		{"2026-12-30", "停课"},
		{"2026-12-31", "停课"}, // the school's word over the table's
		{"2027-01-01", "元旦"},
		{"2027-01-09", ""},
		{"2025-10-08", "国庆节、中秋节"},
		{"2024-02-29", ""},
	} {
		if name, off := c.Off(day(t, tt.day)); name != tt.off || off != (tt.off != "") {
			t.Errorf("%s: %q %v, want %q", tt.day, name, off, tt.off)
		}
	}
	for year, want := range map[string]bool{"2023-05-01": false, "2024-05-01": true, "2027-05-01": true, "2028-05-01": false} {
		if c.Known(day(t, year)) != want {
			t.Errorf("%s known: %v", year, !want)
		}
	}
}

func TestBundledTables(t *testing.T) {
	src := &source{}
	known := bundledDays(src)
	if len(src.faults) > 0 || len(known.tables) != 3 {
		t.Fatalf("%d tables: %v", len(known.tables), src.faults)
	}
	for year, table := range known.tables {
		off, work := 0, 0
		for d, day := range table {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			switch {
			case !day.Off && !weekend:
				t.Errorf("%s is made a workday and is a %s", d, d.Weekday())
			case !day.Off:
				work++
			case !weekend:
				off++
			}
		}
		if got, want := off-work, map[int]int{2024: 11, 2025: 13, 2026: 13}[year]; got != want {
			t.Errorf("%d: %d days off for good, want %d", year, got, want)
		}
	}
}

func TestDefaults(t *testing.T) {
	c, err := parseFile(t, "own-measure.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTP.Listen != "127.0.0.1:8080" || c.HTTP.AdminListen != "127.0.0.1:9090" || c.Log != (Log{"info", "json"}) {
		t.Errorf("%+v %+v", c.HTTP, c.Log)
	}
	if c.Store != (Store{"bolt", "data/lianxin.db", "secrets/identity.key", Backup{"data/backup", 197, 14, ""}}) {
		t.Errorf("%+v", c.Store)
	}
	s := c.School()
	if s.Location.String() != "Asia/Shanghai" || s.Reminders.Tick != "*/10 * * * *" || s.Reception.SlotMinutes != 20 || len(s.Calendar.Periods) != 11 {
		t.Errorf("%+v", s)
	}
	if s.Calendar.Terms[0].Weeks != 20 || s.Calendar.Terms[0].TeachingWeeks != 18 || len(s.Petitions.Doors) == 0 || len(s.Petitions.CrisisContacts) == 0 {
		t.Errorf("%+v %+v", s.Calendar.Terms, s.Petitions)
	}
}

func TestForServeNeedsAChannel(t *testing.T) {
	c, err := parseFile(t, "own-measure.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var faults Faults
	if err := c.ForServe(); !errors.As(err, &faults) || !strings.HasPrefix(err.Error(), "own-measure.yaml:1:1: channels: ") {
		t.Errorf("%v", err)
	}
}

func TestLoadResolvesPaths(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"full.yaml", "keys/token", "keys/group", "table/2027.yaml"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if name != "full.yaml" {
			if data, err = os.ReadFile(filepath.Join("testdata", name)); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Load(filepath.Join(dir, "full.yaml"), variables)
	if err != nil {
		t.Fatal(err)
	}
	if c.Store.IdentityKeyFile != filepath.Join(dir, "keys/identity.key") || c.Store.Path != "/var/lib/lianxin/lianxin.db" {
		t.Errorf("%+v", c.Store)
	}
	if _, err := Load(filepath.Join(dir, "nowhere.yaml"), variables); err == nil || !strings.Contains(err.Error(), "没有这个文件") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestFaultsAreInOrder(t *testing.T) {
	fs := Faults{{File: "b", Line: 1}, {File: "main", Line: 9}, {File: "a", Line: 3}, {File: "main", Line: 2, Col: 7}, {File: "main", Line: 2, Col: 3}, {File: "main", Line: 9}}
	var got []string
	for _, f := range fs.sorted("main") {
		got = append(got, f.String())
	}
	want := []string{"main:2:3: ", "main:2:7: ", "main:9:0: ", "a:3:0: ", "b:1:0: "}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"school", "timezone", "http", "教育科学学院", "陈晓", "ab"}
	for word, want := range map[string]string{
		"shcool": "school", "scool": "school", "timezonee": "timezone", "htpp": "http", "教育科学院": "教育科学学院", "陈小": "陈晓", "x": "", "": "", "zebra": "", "ba": "ab",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
}

// TestBackupAtMidnight: the end of a day is its own sort of time, at which no job of every day can run.
func TestBackupAtMidnight(t *testing.T) {
	for written, want := range map[string]string{"24:00": "00:00", "00:00": "00:00", "23:59": "23:59"} {
		text := "school: 示例大学\nstore: {backup: {at: '" + written + "'}}\ncalendar: {terms: [{id: 2025-2026-2, start: 2026-03-02}]}\npeople: [{id: lin, name: 林晓峰, roles: [leader]}]\n"
		c, err := Parse("lianxin.yaml", []byte(text), variables, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Store.Backup.At.String(); got != want {
			t.Errorf("%s: the copies are made at %s, want %s", written, got, want)
		}
	}
}
