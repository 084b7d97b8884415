package wecom

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The oracle is encoding/xml: what the scanner takes, it must read in the same way; what the scanner rejects, it must reject too, or the text uses a part of
// XML that the scanner leaves out on purpose.

const byteOrderMark = "\ufeff"

// wellFormed reads a text to its end. inSubset tells whether it keeps to what the scanner is documented to take.
func wellFormed(s string) (ok, inSubset bool) {
	inSubset = utf8.ValidString(s) && !hasControl(s) && !hasNonCharacter(s)
	d := xml.NewDecoder(strings.NewReader(s))
	depth, roots := 0, 0
	for begin := true; ; begin = begin && d.InputOffset() <= int64(len(byteOrderMark)) {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return true, inSubset && roots == 1
		}
		if err != nil {
			return false, false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
			inSubset = inSubset && depth <= maxDepth && plainNames(token)
		case xml.EndElement:
			depth--
		case xml.CharData:
			text := string(token)
			if begin {
				text = strings.TrimPrefix(text, byteOrderMark)
			}
			if depth == 0 && (strings.TrimSpace(text) != "" || strings.Contains(s, cdataOpen) || strings.Contains(s, "&")) {
				inSubset = false // text, or references to white space, outside the root
			}
		case xml.ProcInst:
			inSubset = inSubset && begin && usualDeclaration.MatchString(token.Target+" "+string(token.Inst))
		case xml.Directive:
			inSubset = false
		}
	}
}

var (
	usualDeclaration = regexp.MustCompile(`^xml version=["']1\.0["'](\s+encoding=["'](?i:utf-8)["'])?\s*$`)
	plainName        = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
)

func plainNames(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if !plainName.MatchString(a.Name.Local) || a.Name.Space != "" {
			return false
		}
	}
	return plainName.MatchString(e.Name.Local) && e.Name.Space == ""
}

type oracleEnvelope struct {
	XMLName    xml.Name `xml:"xml"`
	ToUserName string
	AgentID    string
	Encrypt    string
}

type oracleMessage struct {
	XMLName                                                       xml.Name `xml:"xml"`
	ToUserName, FromUserName, CreateTime, MsgType, MsgId, AgentID string
	Content, MediaId, ThumbMediaId, PicUrl, Format                string
	Title, Description, Url, Event, EventKey, ChangeType          string
	Location_X, Location_Y, Latitude, Longitude, Precision        string
	Scale, Label, Poiname, AppType                                string
	TaskId, CardType, ResponseCode                                string
	UserID, NewUserID, Name, Department, Status                   string
	Id, ParentId, TagId                                           string
	AddUserItems, DelUserItems, AddPartyItems, DelPartyItems      string
	SelectedItems                                                 oracleSelected
	ScanCodeInfo                                                  struct{ ScanType, ScanResult string }
	SendPicsInfo                                                  struct {
		Count string
		MD5   []string `xml:"PicList>item>PicMd5Sum"`
	}
	SendLocationInfo struct{ Location_X, Location_Y, Scale, Label, Poiname string }
	BatchJob         struct{ JobId, JobType, ErrCode, ErrMsg string }
	ApprovalInfo     *oracleApproval
}

type oracleSelected struct {
	Items []struct {
		QuestionKey string
		Options     []string `xml:"OptionIds>OptionId"`
	} `xml:"SelectedItem"`
}

type oracleApproval struct {
	SpNo, SpName, TemplateId, SpStatus string
	Applyer                            struct{ UserId string }
}

// message puts what the oracle read where ParseMessage puts it. Fields that two elements may fill are left to the tables of message_test.
func (o *oracleMessage) message() Message {
	m := Message{
		To: o.ToUserName, From: o.FromUserName, Type: o.MsgType, ID: o.MsgId, Agent: o.AgentID,
		Content: o.Content, MediaID: o.MediaId, ThumbID: o.ThumbMediaId, PicURL: o.PicUrl, Format: o.Format,
		Title: o.Title, Description: o.Description, URL: o.Url,
		Event: o.Event, EventKey: o.EventKey, ChangeType: o.ChangeType,
		Card:    Card{Task: o.TaskId, Type: o.CardType, ResponseCode: o.ResponseCode},
		Scan:    Scan{Type: o.ScanCodeInfo.ScanType, Result: o.ScanCodeInfo.ScanResult},
		Contact: Contact{UserID: o.UserID, NewUserID: o.NewUserID, Name: o.Name, Department: o.Department, Status: o.Status},
		Job:     Job{ID: o.BatchJob.JobId, Type: o.BatchJob.JobType, Code: o.BatchJob.ErrCode, Text: o.BatchJob.ErrMsg},
	}
	m.Created, _ = strconv.ParseInt(strings.TrimSpace(o.CreateTime), 10, 64)
	m.Contact.ID, m.Contact.ParentID, m.Contact.TagID = o.Id, o.ParentId, o.TagId
	m.Contact.AddUsers, m.Contact.DelUsers = o.AddUserItems, o.DelUserItems
	m.Contact.AddParties, m.Contact.DelParties = o.AddPartyItems, o.DelPartyItems
	m.Pictures.Count, m.Pictures.MD5 = o.SendPicsInfo.Count, o.SendPicsInfo.MD5
	m.Place = Place{Latitude: o.Location_X, Longitude: o.Location_Y, Precision: o.Precision, Scale: o.Scale, Label: o.Label, Name: o.Poiname, App: o.AppType}
	for _, item := range o.SelectedItems.Items {
		m.Card.Selected = append(m.Card.Selected, Selection{Question: item.QuestionKey, Options: item.Options})
	}
	if a := o.ApprovalInfo; a != nil {
		m.Approval = &Approval{Number: a.SpNo, Name: a.SpName, Template: a.TemplateId, Status: a.SpStatus, Applicant: a.Applyer.UserId}
	}
	return m
}

// ambiguous tells whether a text has elements that share a field of Message with another element.
func ambiguous(s string) bool {
	for _, name := range []string{"Latitude", "Longitude", "SendLocationInfo", "ThirdNo", "OpenSp", "OpenTemplateId", "ApplyUserId"} {
		if strings.Contains(s, "<"+name) {
			return true
		}
	}
	return false
}
