// Package config turns one YAML file into a validated Config: the school as policy values, and what the program needs to run.
//
// It is strict and kind: an unknown key is a fault, every fault is found in one go and says in Chinese where it stands, what is wrong and what
// to write. Secrets come from the environment or from files of their own and print as <secret>. The measure, the holiday tables and the demo
// school are part of the program. The package refuses to know what becomes of the values: it opens no database, no socket and no log.
package config

import (
	"fmt"
	"os"
	"time"

	"lianxin/config/policy"
)

// Config is a configuration without faults. All paths in it are resolved against the folder of the file.
type Config struct {
	File     string // as it was named
	HTTP     HTTP
	Log      Log
	Store    Store
	Channels Channels
	Mail     Mail
	Reports  Reports

	school    policy.School
	noChannel Fault // what to say to serve when no channel is configured
}

// School gives the people, units, calendar, measure and settings of the configuration. It is shared and must not be written to.
func (c *Config) School() *policy.School { return &c.school }

// Load reads the configuration at a path; env looks a variable of the environment up. The error is Faults when the file is wrong, else it
// says why it could not be read.
func Load(path string, env func(string) (string, bool)) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("读不了配置文件 %s：%s", path, reason(err))
	}
	return Parse(path, data, env, os.ReadFile)
}

// Parse reads a configuration that stands in data under a name. readFile opens what it refers to: key files, a measure, tables of holidays.
// The error is Faults.
func Parse(name string, data []byte, env func(string) (string, bool), readFile func(string) ([]byte, error)) (*Config, error) {
	src := &source{env: env, read: readFile}
	c := defaults(name)
	if root, ok := src.parse(name, data); ok {
		c.school.Measure = loadMeasure(src, bundledMeasure, measureFile)
		src.known = makeDirectory(root)
		c.read(root)
	}
	if len(src.faults) > 0 {
		return nil, src.faults.sorted(name)
	}
	c.school.Groups = c.Channels.groups()
	c.school.Index()
	return c, nil
}

// read reads the whole file. The order matters: people carry tags of the measure, the roster names people.
func (c *Config) read(v value) {
	s := &c.school
	v.mapping(
		required("school", text(&s.Name)),
		optional("timezone", zone(&s.Location)),
		optional("http", c.HTTP.read),
		optional("log", c.Log.read),
		optional("store", c.Store.read),
		optional("channels", c.Channels.read),
		optional("measure", c.readMeasure),
		optional("settings", readSettings(&s.Measure.Settings)),
		optional("packs", c.readPacks),
		required("calendar", c.readCalendar),
		optional("units", c.readUnits),
		required("people", c.readPeople),
		optional("reception", c.readReception),
		optional("petitions", c.readPetitions),
		optional("reminders", c.readReminders),
		optional("mail", c.Mail.read),
		optional("reports", c.Reports.read),
	)
	s.Calendar.ReceptionWeeks = s.Measure.Settings.ReceptionWeeks
	c.noChannel = Fault{File: v.file, Line: v.node.Line, Col: v.node.Column, Key: "channels", Text: sayNoChannel}
}

// ForServe tells whether the configuration is enough to serve: at least one channel. The error is Faults.
func (c *Config) ForServe() error {
	if c.Channels.WeCom == nil && c.Channels.DingTalk == nil {
		return Faults{c.noChannel}
	}
	return nil
}

// zone reads the name of a time zone.
func zone(to **time.Location) func(value) {
	return func(v value) {
		name, ok := v.line()
		if !ok {
			return
		}
		loc, err := time.LoadLocation(name)
		if err != nil || name == "Local" {
			v.fault(sayTimezone)
			return
		}
		*to = loc
	}
}
