package clerk

import (
	"fmt"
	"os"

	"lianxin/store/report"
)

// ReadForm reads the school's own form of the 台账 (reports.template); nil for the path "": there is none.
func ReadForm(path string) (*report.Template, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reports.template %s 读不了：%w", path, err)
	}
	t, err := report.NewTemplate(data)
	if err != nil {
		return nil, fmt.Errorf("reports.template %s：%w", path, err)
	}
	return t, nil
}
