package wecom

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot"
)

// Directory is the address book of the corporation (protocol 2.7): all user ids by the secret of the contact synchronisation, which may read nothing else;
// names and departments one by one by that of the application.
type Directory struct {
	app     *api
	contact *api // nil: nobody is listed
	units   map[int64]department
}

// NewDirectory opens the address book; it touches the network only when it is asked. It is for one reading, by one goroutine.
func NewDirectory(c Config, now func() time.Time) *Directory {
	d := &Directory{app: newAPI(c, now)}
	if c.ContactSecret != "" {
		sync := c
		sync.Secret = c.ContactSecret
		d.contact = newAPI(sync, now)
	}
	return d
}

// idsAtOnce is the platform's limit for one page.
const idsAtOnce = 10000

// Everybody lists the user ids, without names. bot.ErrNoList: there is no secret that may.
func (d *Directory) Everybody(ctx context.Context) ([]bot.Contact, error) {
	if d.contact == nil {
		return nil, bot.ErrNoList
	}
	var out []bot.Contact
	seen := map[string]bool{}
	for cursor := ""; ; {
		var answer struct {
			util.CommonError
			Next  string `json:"next_cursor"`
			Users []struct {
				UserID string `json:"userid"`
			} `json:"dept_user"`
		}
		if err := d.contact.post(ctx, "user/list_id", map[string]any{"cursor": cursor, "limit": idsAtOnce}, &answer); err != nil {
			return nil, err
		}
		for _, u := range answer.Users { // somebody of two departments comes twice
			if !seen[u.UserID] {
				seen[u.UserID] = true
				out = append(out, bot.Contact{User: u.UserID})
			}
		}
		if cursor = answer.Next; cursor == "" {
			return out, nil
		}
	}
}

// statusLeft is the status of somebody who has left the corporation.
const statusLeft = 5

// Look asks for one member: name and departments, with those above them.
func (d *Directory) Look(ctx context.Context, user string) (bot.Contact, error) {
	if !isUserID(user) {
		return bot.Contact{}, bot.ErrGone
	}
	var answer struct {
		util.CommonError
		UserID     string  `json:"userid"`
		Name       string  `json:"name"`
		Department []int64 `json:"department"`
		Status     int     `json:"status"`
	}
	err := d.app.get(ctx, "user/get", url.Values{"userid": {user}}, &answer)
	switch e := (*apiError)(nil); {
	case errors.As(err, &e) && (e.Code == 60111 || e.Code == 40003), err == nil && answer.Status == statusLeft:
		return bot.Contact{}, bot.ErrGone
	case errors.As(err, &e) && (e.Code == 60011 || e.Code == 50002):
		return bot.Contact{}, bot.ErrHidden
	case err != nil:
		return bot.Contact{}, err
	}
	one := bot.Contact{User: answer.UserID, Name: answer.Name}
	for _, id := range answer.Department {
		names, err := d.unitNames(ctx, id)
		if err != nil {
			return bot.Contact{}, err
		}
		one.Units = append(one.Units, names...)
	}
	return one, nil
}

// department is one node of the organisation.
type department struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Parent int64  `json:"parentid"`
}

// deepest is more than any organisation is deep.
const deepest = 15

// unitNames are the names of a department and of those above it. One that the application may not see ends the way up.
func (d *Directory) unitNames(ctx context.Context, id int64) (names []string, err error) {
	for ; id > 0 && len(names) < deepest; id = d.units[id].Parent {
		if _, known := d.units[id]; !known {
			if err := d.readUnit(ctx, id); err != nil {
				return nil, err
			}
		}
		if d.units[id].Name == "" {
			break
		}
		names = append(names, d.units[id].Name)
	}
	return names, nil
}

func (d *Directory) readUnit(ctx context.Context, id int64) error {
	var answer struct {
		util.CommonError
		Department department `json:"department"`
	}
	err := d.app.get(ctx, "department/get", url.Values{"id": {strconv.FormatInt(id, 10)}}, &answer)
	if e := (*apiError)(nil); errors.As(err, &e) && (e.Code == 60003 || e.Code == 60011 || e.Code == 60123) {
		err, answer.Department = nil, department{}
	}
	if err == nil {
		if d.units == nil {
			d.units = map[int64]department{}
		}
		d.units[id] = answer.Department
	}
	return err
}
