package dingtalk

import (
	"context"
	"errors"
	"strings"

	"lianxin/bot"
)

// Directory is the contacts of the organisation, as far as the application may read them (通讯录管理). It asks the old API, whose calls about contacts do not
// count against the month. It is for one reading, by one goroutine.
type Directory struct {
	api   *api
	units map[int64]unit
}

// unit is a department with its way up.
type unit struct {
	Name   string
	Parent int64
}

// Directory opens the contacts; the network is touched only when they are asked.
func (s *Sender) Directory() *Directory { return &Directory{api: s.api} }

const (
	pathUnits   = "/topapi/v2/department/listsub"
	pathMembers = "/topapi/user/listsimple"
	pathMember  = "/topapi/v2/user/get"

	rootUnit    = 1
	pageMembers = 100
	deepestUnit = 15
)

// Everybody lists the accounts with their names and departments. bot.ErrNoList: the application has no permission for it.
func (d *Directory) Everybody(ctx context.Context) ([]bot.Contact, error) {
	if err := d.readUnits(ctx); err != nil {
		return nil, noList(err)
	}
	var out []bot.Contact
	at := map[string]int{}
	for id := range d.units {
		members, err := d.members(ctx, id)
		if err != nil {
			return nil, noList(err)
		}
		for _, m := range members {
			if _, known := at[m.User]; !known {
				at[m.User] = len(out)
				out = append(out, m)
			}
			i := at[m.User]
			out[i].Units = append(out[i].Units, d.unitNames(id)...)
		}
	}
	return out, nil
}

// noList turns a missing permission into bot.ErrNoList.
func noList(err error) error {
	if e := (*apiError)(nil); errors.As(err, &e) && forbidden(e) {
		return bot.ErrNoList
	}
	return err
}

// forbidden tells whether a call was refused for want of a permission.
func forbidden(e *apiError) bool {
	return strings.HasSuffix(e.Code, "60011") || strings.HasSuffix(e.Code, "50004") || strings.HasPrefix(e.Code, "Forbidden.AccessDenied.AccessTokenPermissionDenied")
}

// readUnits goes down the tree of departments.
func (d *Directory) readUnits(ctx context.Context) error {
	d.units = map[int64]unit{rootUnit: {}}
	for next := []int64{rootUnit}; len(next) > 0; next = next[1:] {
		var answer struct {
			Result []struct {
				ID   int64  `json:"dept_id"`
				Name string `json:"name"`
			} `json:"result"`
		}
		if err := d.api.callOld(ctx, pathUnits, nil, request{in: fields{"dept_id": next[0]}, out: &answer}); err != nil {
			return err
		}
		for _, u := range answer.Result {
			if _, known := d.units[u.ID]; !known {
				d.units[u.ID] = unit{u.Name, next[0]}
				next = append(next, u.ID)
			}
		}
	}
	return nil
}

func (d *Directory) members(ctx context.Context, id int64) (out []bot.Contact, err error) {
	for cursor := int64(0); ; {
		var answer struct {
			Result struct {
				More bool  `json:"has_more"`
				Next int64 `json:"next_cursor"`
				List []struct {
					UserID string `json:"userid"`
					Name   string `json:"name"`
				} `json:"list"`
			} `json:"result"`
		}
		in := fields{"dept_id": id, "cursor": cursor, "size": pageMembers}
		if err := d.api.callOld(ctx, pathMembers, nil, request{in: in, out: &answer}); err != nil {
			return nil, err
		}
		for _, m := range answer.Result.List {
			out = append(out, bot.Contact{User: m.UserID, Name: m.Name})
		}
		if !answer.Result.More || answer.Result.Next <= cursor {
			return out, nil
		}
		cursor = answer.Result.Next
	}
}

// unitNames are the names of a department and of those above it.
func (d *Directory) unitNames(id int64) (names []string) {
	for u, ok := d.units[id]; ok && u.Name != "" && len(names) < deepestUnit; u, ok = d.units[u.Parent] {
		names = append(names, u.Name)
	}
	return names
}

// Look asks for one account.
func (d *Directory) Look(ctx context.Context, user string) (bot.Contact, error) {
	if !isUserID(user) {
		return bot.Contact{}, bot.ErrGone
	}
	var answer struct {
		Result struct {
			UserID string  `json:"userid"`
			Name   string  `json:"name"`
			Units  []int64 `json:"dept_id_list"`
		} `json:"result"`
	}
	err := d.api.callOld(ctx, pathMember, nil, request{in: fields{"userid": user}, out: &answer})
	switch e := (*apiError)(nil); {
	case errors.As(err, &e) && (strings.HasSuffix(e.Code, "60121") || strings.HasSuffix(e.Code, "33012")):
		return bot.Contact{}, bot.ErrGone
	case errors.As(err, &e) && strings.HasSuffix(e.Code, "50002"):
		return bot.Contact{}, bot.ErrHidden
	case err != nil:
		return bot.Contact{}, err
	}
	one := bot.Contact{User: answer.Result.UserID, Name: answer.Result.Name}
	for _, id := range answer.Result.Units {
		one.Units = append(one.Units, d.unitNames(id)...)
	}
	return one, nil
}
