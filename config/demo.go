package config

import (
	_ "embed"
	"fmt"

	"lianxin/config/policy"
)

// demoFile is the invented school of the sandbox, in the form of everybody's configuration.
//
//go:embed demo/lianxin.yaml
var demoFile []byte

// Demo gives the configuration of the invented school 示例大学. Its accounts and secrets mean something to the simulated platform only; its paths
// are relative to the working folder and meant to be replaced. Each call gives a new one. The error is Faults.
func Demo() (*Config, error) {
	none := func(string) (string, bool) { return "", false }
	nothing := func(path string) ([]byte, error) {
		return nil, fmt.Errorf("config: the demo school refers to no file: %s", path)
	}
	return Parse("demo/lianxin.yaml", demoFile, none, nothing)
}

// DemoSchool gives the invented school alone: what commands without --config work with. The error is Faults.
func DemoSchool() (*policy.School, error) {
	c, err := Demo()
	if err != nil {
		return nil, err
	}
	return c.School(), nil
}
