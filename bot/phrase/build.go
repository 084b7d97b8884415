package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// compile builds the lexicon: first the names of the school, then the words of the language. What is entered first keeps its class.
func compile(school *policy.School) lexicon {
	b := newBuilder()
	b.school(school)
	b.time()
	b.kinds()
	b.places()
	b.crowds()
	b.cueTables()
	b.topics(school)
	b.turnTable(turns)
	b.list(knownWords, word{class: classKnown})
	b.variants(nearWords)
	return b.build()
}

// time enters days, parts of the day and stretches.
func (b *builder) time() {
	for part, words := range partWords {
		b.list(words, word{class: classPart, n: int32(part)})
	}
	for _, d := range relativeDays {
		b.day(d.words, classDay, dayExpr{form: formRelative, offset: d.offset, part: d.part})
	}
	b.day("开学第一天 开学当天 开学首日 开学那天 开学第一日", classDay, dayExpr{form: formTermStart})
	b.day("最后一周 最后一个星期 最后一个礼拜 末周 最末一周", classVague, dayExpr{form: formWeek, week: lastWeek})
	b.day("隔天 次日 翌日 转天 第二天 第二日 隔日", classDay, dayExpr{form: formNext})
	for i := range holidays {
		b.holiday(i)
	}
	for _, w := range termWords {
		b.day(w.words, classTerm, dayExpr{form: formTerm, unit: w.unit, offset: w.offset})
	}
	for _, w := range []struct {
		words string
		day   dayExpr
	}{
		{"上月 上个月", dayExpr{form: formVague, offset: -1, month: -1}},
		{"上上个月", dayExpr{form: formVague, offset: -2, month: -1}},
		{"这个月 本月 这月", dayExpr{form: formVague, month: -1}},
		{"下个月 下月", dayExpr{form: formVague, offset: 1, month: -1, coming: true}},
		{"上周 上礼拜 上星期 上个星期 上个礼拜 上个周", dayExpr{form: formVague, weeked: true, offset: -1}},
		{"上上周 上上个星期 上上个礼拜 大上周", dayExpr{form: formVague, weeked: true, offset: -2}},
		{"这周 本周 这星期 这礼拜 这个星期 这个礼拜 本星期", dayExpr{form: formVague, weeked: true}},
		{"下周 下星期 下礼拜 下个星期 下个礼拜", dayExpr{form: formVague, weeked: true, offset: 1, coming: true}},
		{"下下周", dayExpr{form: formVague, weeked: true, offset: 2, coming: true}},
		{"周末 双休日", dayExpr{form: formVague, weekday: 6}},
		{"上周末 上个周末 上星期末", dayExpr{form: formVague, weekday: 6, weeked: true, offset: -1}},
		{"这周末 这个周末 本周末", dayExpr{form: formVague, weekday: 6, weeked: true}},
	} {
		b.day(w.words, classVague, w.day)
	}
	b.day(comingDays, classVague, dayExpr{form: formVague, coming: true})
	b.day(vagueDays, classVague, dayExpr{form: formVague})
}

// day enters words for one day expression.
func (b *builder) day(words string, c class, e dayExpr) {
	b.days = append(b.days, e)
	b.list(words, word{class: c, n: int32(len(b.days) - 1)})
}

// holiday enters a holiday with everything that may follow its name.
func (b *builder) holiday(i int) {
	for _, row := range []struct {
		after string
		class class
		day   dayExpr
	}{
		{eveWords, classDay, dayExpr{form: formEve}},
		{afterWords, classDay, dayExpr{form: formAfter}},
		{lastWords, classDay, dayExpr{form: formLast}},
		{onWords, classDay, dayExpr{form: formHoliday}},
		{aboutWords, classVague, dayExpr{form: formVague}},
	} {
		row.day.holiday = i + 1
		for _, suffix := range strings.Fields(row.after) {
			row.day.offset = 0
			if strings.HasPrefix(suffix, "前") || strings.HasPrefix(suffix, "之前") || strings.HasPrefix(suffix, "以前") || strings.HasSuffix(suffix, "前") {
				row.day.offset = -1
			}
			b.days = append(b.days, row.day)
			for _, name := range strings.Fields(holidays[i].words) {
				b.add(name+suffix, word{class: row.class, n: int32(len(b.days) - 1)})
			}
		}
	}
	bare := dayExpr{form: formHoliday, holiday: i + 1, loose: holidays[i].name != ""}
	b.day(holidays[i].words, classDay, bare)
}

// kinds enters activities and the verbs around them.
func (b *builder) kinds() {
	for _, k := range kindWords {
		b.deeds(k.words, word{class: classKind, n: k.kind, text: k.text})
	}
	for _, h := range hintWords {
		b.deeds(h.words, word{class: classHint, n: h.kind})
	}
	b.list(courseless, word{class: classLessons})
	b.deeds(goVerbs, word{class: classVerb, n: verbGo})
	b.deeds(joinVerbs, word{class: classVerb, n: verbJoin})
	b.list(inWords, word{class: classVerb, n: verbIn})
	b.list(orderVerbs, word{class: classOrder})
	b.list(linkWords, word{class: classLink})
	b.list(fixWords, word{class: classFix})
	b.list(shareWords, word{class: classShare})
	b.list(fillWords, word{class: classFill})
	b.list(openWords, word{class: classOpens})
	for i, words := range labelWords {
		b.list(words, word{class: classLabel, n: int32(i)})
	}
}

// deeds enters what people do; a form with 了 or 过 says that it happened.
func (b *builder) deeds(words string, w word) {
	for _, s := range strings.Fields(words) {
		w.cues = cues{}
		if strings.Contains(s, "了") && s != "了解" && s != "了解情况" || strings.HasSuffix(s, "过") && s != "过" {
			w.cues = cuesOf(cuePast)
		}
		b.add(s, w)
	}
}

// places enters the places of a campus and the names of units that schools have.
func (b *builder) places() {
	for kind, words := range placeWords {
		b.list(words, word{class: classPlace, n: int32(kind)})
	}
	b.list(foreignUnits, word{class: classForeign})
}

// crowds enters people without a name.
func (b *builder) crowds() {
	b.list(titles, word{class: classTitle})
	b.list(crowdWords, word{class: classCrowd})
	for i, p := range posts {
		b.list(p.words, word{class: classPost, n: int32(i)})
	}
	for _, p := range partyWords {
		b.list(p.words, word{class: classParty, text: p.name})
	}
}

// cueTables enters the words that say what is wanted.
func (b *builder) cueTables() {
	for _, w := range cueWords {
		b.list(w.words, word{class: classCue, cues: w.cues})
		for _, s := range strings.Fields(w.words) { // 接待安排表 speaks of receptions too
			if strings.Contains(s, "接待") {
				b.add(s, word{class: classCue, cues: cuesOf(cueReception)})
			}
		}
	}
	for _, w := range caseWords {
		b.list(w.words, word{class: classCue, cues: w.cues})
	}
	for _, w := range dangerWords {
		b.list(w.words, word{class: classCue, cues: w.cues})
	}
}
