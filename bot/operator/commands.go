package operator

import (
	"lianxin/store"
)

// BackupCommand is lianxin backup.
type BackupCommand struct {
	Config string `required:"" help:"配置文件"`
	Out    string `required:"" help:"备份文件"`
}

// Run makes a checked copy of the ledger, through the running serve if there is one.
func (c *BackupCommand) Run(d Desk) error {
	o, err := d.Open(c.Config)
	if err != nil {
		return err
	}
	return d.Print(o.Backup(d.Context, c.Out, o.Recipient))
}

// RestoreCommand is lianxin restore.
type RestoreCommand struct {
	Config   string `required:"" help:"配置文件"`
	File     string `arg:"" help:"备份文件"`
	Identity string `help:"加密备份的 age 身份文件"`
	Force    bool   `help:"覆盖已有台账"`
}

// Run puts a backup in the place of the ledger.
func (c *RestoreCommand) Run(d Desk) error {
	o, err := d.Open(c.Config)
	if err != nil {
		return err
	}
	return d.Print(o.Restore(c.File, store.RestoreOptions{Force: c.Force, Identity: c.Identity}))
}

// VerifyCommand is lianxin verify.
type VerifyCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run prints the counts of a sound ledger, and what is wrong with another one.
func (c *VerifyCommand) Run(d Desk) error {
	o, err := d.Open(c.Config)
	if err != nil {
		return err
	}
	return d.Print(o.Verify(d.Context))
}

// RetainCommand is lianxin retain.
type RetainCommand struct {
	Config string `required:"" help:"配置文件"`
	DryRun bool   `help:"只说会删除多少，不改动"`
}

// Run deletes what was kept as long as it may be, or says how much that is.
func (c *RetainCommand) Run(d Desk) error {
	o, err := d.Open(c.Config)
	if err != nil {
		return err
	}
	said, err := o.Do(d.Context, RetainPath(c.DryRun), func(st *store.Store) (string, error) { return Retain(st, o.School, d.Now(), c.DryRun) })
	if err != nil {
		return err
	}
	return d.Print(said, nil)
}

// HealthCommand is lianxin health.
type HealthCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run asks the running serve how it is.
func (c *HealthCommand) Run(d Desk) error {
	o, err := d.Open(c.Config)
	if err != nil {
		return err
	}
	return d.Print(o.Health(d.Context))
}
