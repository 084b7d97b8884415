package dingtalk

import (
	"errors"
	"time"
)

// quietAfterRefusal is how long the platform is not asked again after it refused a token: most refusals are a configuration to be corrected.
const quietAfterRefusal = time.Minute

// quietAfter is zero for what is not a refusal.
func quietAfter(err error) time.Duration {
	var no *apiError
	if errors.As(err, &no) && no.Code != "" {
		return quietAfterRefusal
	}
	return 0
}
