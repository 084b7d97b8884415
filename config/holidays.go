package config

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// holidayFiles are the tables of the State Council's notices, one a year.
//
//go:embed holidays/*.yaml
var holidayFiles embed.FS

// longest is the longest run of days that one holiday entry may cover.
const longest = 60

// daysOf is what one year's table says of days.
type daysOf map[policy.Date]policy.Day

// days gathers what is known of days: the tables by year, and on top of them what the configuration says.
type days struct {
	tables map[int]daysOf
	own    daysOf
	lifted map[policy.Date]bool // days that the configuration takes out of the tables
}

// bundledDays starts from the tables that come with the program.
func bundledDays(src *source) *days {
	d := &days{tables: map[int]daysOf{}, own: daysOf{}, lifted: map[policy.Date]bool{}}
	inside := &source{read: holidayFiles.ReadFile}
	names, _ := holidayFiles.ReadDir("holidays") // the folder is part of the program
	for _, name := range names {
		_ = d.load(inside, "holidays/"+name.Name()) // and so are its files
	}
	src.faults = append(src.faults, inside.faults...)
	return d
}

// merge lays everything over one another and names the years whose table is known.
func (d *days) merge() (out map[policy.Date]policy.Day, known map[int]bool) {
	out, known = map[policy.Date]policy.Day{}, map[int]bool{}
	for _, year := range slices.Sorted(maps.Keys(d.tables)) {
		known[year] = true
		maps.Copy(out, d.tables[year])
	}
	for day := range d.lifted {
		delete(out, day)
	}
	maps.Copy(out, d.own)
	return out, known
}

// readFile reads the path of a table in the form of the bundled ones; it takes the place of the bundled table of its year.
func (d *days) readFile(v value) {
	var path string
	filePath(&path)(v)
	if path == "" {
		return
	}
	if err := d.load(v.src, path); err != nil {
		v.fault(sayUnreadable, reason(err))
	}
}

// load reads one table: year, source, off (name: day, run of days, or a list of them) and work (make-up workdays).
func (d *days) load(src *source, path string) error {
	data, err := src.read(path)
	if err != nil {
		return err
	}
	root, ok := src.parse(path, data)
	if !ok {
		return nil
	}
	table, year, said := daysOf{}, 0, ""
	within := func(v value, from, to policy.Date, day policy.Day) {
		if !inYear(from, year) || !inYear(to, year) {
			v.fault(sayYearOf, from, year)
			return
		}
		table.put(v, from, to, day)
	}
	root.mapping(
		required("year", number(&year, 2000, 2100)),
		optional("source", text(&said)),
		required("off", func(v value) {
			v.eachKey(func(name, at value) {
				oneOrMany(run(func(v value, from, to policy.Date) { within(v, from, to, policy.Day{Off: true, Name: name.node.Value}) }))(at)
			})
		}),
		optional("work", list(run(func(v value, from, to policy.Date) { within(v, from, to, policy.Day{}) }))),
	)
	d.tables[year] = table
	return nil
}

// inYear tells whether a day may stand in the table of a year: new year's days off may begin in the December before.
func inYear(d policy.Date, year int) bool {
	return d.Year() == year || d.Year() == year-1 && d.Month() == time.December
}

// put notes a run of days; a day that is said to be free and at work is a fault.
func (t daysOf) put(v value, from, to policy.Date, day policy.Day) {
	for d := from; d <= to; d = d.Add(1) {
		if have, again := t[d]; again && have.Off != day.Off {
			v.fault(sayDayBoth, d)
			return
		}
		t[d] = day
	}
}

// readHolidays reads days off by date: their name, or false for a day of the tables that is none here.
func (d *days) readHolidays(v value) {
	v.eachKey(func(key, at value) {
		run(func(_ value, from, to policy.Date) {
			if at.node.Kind == yaml.ScalarNode && at.node.ShortTag() == "!!bool" && strings.EqualFold(at.node.Value, "false") {
				for day := from; day <= to; day = day.Add(1) {
					d.lifted[day] = true
				}
				return
			}
			if at.empty() || at.node.Kind != yaml.ScalarNode || at.node.ShortTag() == "!!bool" {
				at.fault(sayHoliday)
				return
			}
			var name string
			text(&name)(at)
			d.own.put(key, from, to, policy.Day{Off: true, Name: name})
		})(key)
	})
}

// readWorkday reads a day, or a run of days, on which people work.
func (d *days) readWorkday(v value) {
	run(func(v value, from, to policy.Date) { d.own.put(v, from, to, policy.Day{}) })(v)
}

// run reads a day or a run of days, 2026-10-01..2026-10-07, both ends included.
func run(then func(v value, from, to policy.Date)) func(value) {
	return func(v value) {
		s, ok := v.word()
		if !ok {
			return
		}
		first, last, isRun := strings.Cut(s, "..")
		if !isRun {
			last = first
		}
		from, err1 := policy.ParseDate(strings.TrimSpace(first))
		to, err2 := policy.ParseDate(strings.TrimSpace(last))
		switch {
		case err1 != nil || err2 != nil || to-from > longest:
			v.fault(sayDates)
		case to < from:
			v.fault(sayZeroTo)
		default:
			then(v, from, to)
		}
	}
}

// eachKey goes through a mapping whose keys are free.
func (v value) eachKey(do func(key, at value)) {
	if v.node.Kind != yaml.MappingNode {
		v.fault(sayMapping)
		return
	}
	for key, at := range v.pairs() {
		do(key, at)
	}
}
