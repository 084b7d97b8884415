package phrase

import "testing"

// TestTurns: what is said in words that stand apart, and what only looks like it.
func TestTurns(t *testing.T) {
	r := demoReader(t)
	for _, row := range []struct {
		role, text string
		want       Intent
	}{
		{"student", "我坐在六楼窗台上，风好大", Crisis},
		{"student", "我把猫托付给室友了，谢谢大家一直照顾我", Crisis},
		{"student", "同学说了句保重就联系不上了", Crisis},
		{"student", "有人爬到楼顶晒被子把水管踩断了", FileCase},
		{"student", "社团借个教室要批两周，社团还活不活了", FileCase},
		{"student", "班主任逼家长给她送购物卡", ReportDiscipline},
		{"teacher", "采购那边把设备都包给他小舅子", ReportDiscipline},
		{"student", "保安多收了我两块停车费，说要给票又不给", FileCase},
		{"staff", "单位五年没有给我买过社保", LegalChannel},
		{"student", "学校认定我作弊，去哪里申诉", LegalChannel},
		{"student", "我住的小区物业把我的车锁了", OutOfRemit},
		{"student", "制度里关于匿名是怎么规定的", AskPolicy},
		{"teacher", "谁在后台打开过我的信访件", QueryAccess},
		{"handler", "这封信跟我们中心没什么关系", NotInRemit},
	} {
		if got := r.Parse(row.text, speaker(t, r, row.role, "2026-05-20")).Intent; got != row.want {
			t.Errorf("%s %s: %s, want %s", row.role, row.text, got, row.want)
		}
	}
}

// TestTurnsKeepToTheirSentence: the words of a turn stand in one sentence, not too far apart.
func TestTurnsKeepToTheirSentence(t *testing.T) {
	r := demoReader(t)
	far := "没有" + "一二三四五六七八九十一二三四五六七八九十" + "交社保"
	for _, text := range []string{"没有。交社保", "没有；交社保", far} {
		p := r.read(r.folder.text(text), speaker(t, r, "staff", "2026-05-20"))
		if p.cues.has(cueCourt) {
			t.Errorf("%s: taken for one turn", text)
		}
	}
	if p := r.read(r.folder.text("一直没有给我们交社保"), speaker(t, r, "staff", "2026-05-20")); !p.cues.has(cueCourt) {
		t.Error("一直没有给我们交社保: not taken for a turn")
	}
}

// TestDoubledVerbs: 补没补 and a 不 at the end ask, words of that shape do not.
func TestDoubledVerbs(t *testing.T) {
	r := demoReader(t)
	for text, want := range map[string]bool{"那次接待补没补啊": true, "这周有领导接待没": true, "能记听课不": true, "动不动就停水": false, "一点热水都没": false} {
		p := r.read(r.folder.text(text), speaker(t, r, "student", "2026-05-20"))
		if got := p.cues.has(cueAsk); got != want {
			t.Errorf("%s: asks %v, want %v", text, got, want)
		}
	}
}
