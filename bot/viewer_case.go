package bot

import (
	"slices"

	"lianxin/store"
	"lianxin/store/ledger"
)

// CaseView is one case as the viewer may have it, in the words of the chat.
type CaseView struct {
	ID       string
	Own      bool       // the viewer filed or joined it
	Stage    string     // 待告知, 办理中 ...
	Head     []string   // what the case is
	Words    []string   // the filer's words and reasons, for those who may read them
	State    []string   // who works on it, its clocks, what became of it
	Course   []string   // its history, a line for each step
	Orders   []string   // the words that it takes from the viewer now: 受理, 交办 单位, 答复 内容
	Pictures []CaseFile // that the viewer may see
}

// CaseFile is a picture of a case.
type CaseFile struct{ Hash, Type string }

// Case shows a case by its number, as 看 does in the chat: what the viewer may not see is not there (a *ledger.Refusal), and the reading of a case that is
// not public is written down.
func (v *Viewer) Case(id string) (CaseView, error) {
	var out CaseView
	err := v.b.store.Update(v.t.Received, func(tx *store.Tx) (err error) {
		out, err = v.b.viewCase(tx, v.t, id)
		return err
	})
	return out, err
}

func (b *Bot) viewCase(tx *store.Tx, t *talk, id string) (CaseView, error) {
	d, err := b.deskDeed(tx, t, id)
	if err != nil {
		return CaseView{}, err
	}
	if d.By.Filer || d.By.Follower {
		return b.viewOwnCase(tx, t, d, id)
	}
	p, err := tx.ReadPetition(d, id)
	if err != nil {
		return CaseView{}, err
	}
	v := CaseView{ID: p.ID, Stage: string(p.Stage()), Head: b.caseHead(d, &p), State: b.caseLines(d, &p), Orders: b.nextOrders(d, &p)}
	if v.Words, err = b.wordLines(tx, d, &p); err != nil {
		return v, err
	}
	if ledger.May(b.school, d.By, ledger.OpAttachments, &p, b.school.Today(d.At)) == nil {
		v.Pictures = filesOf(&p)
	}
	v.Course, err = b.wholeCourse(tx, id, b.plays(d, &p, ledger.RoleOfficer, ledger.RoleHead))
	return v, err
}

// viewOwnCase shows a case to who filed or joined it, as the chat tells him.
func (b *Bot) viewOwnCase(tx *store.Tx, t *talk, d *ledger.Deed, id string) (CaseView, error) {
	p, err := tx.Petition(id)
	if isMissing(err) {
		return CaseView{}, ledger.NoCase()
	}
	if err != nil {
		return CaseView{}, err
	}
	text, err := b.showCase(tx, t, id)
	v := CaseView{ID: id, Own: true, Stage: string(p.Stage()), Head: []string{text}}
	if d.By.Filer {
		v.Orders = b.ownOrders(&p)
	}
	return v, err
}

// ownOrders are the words that a case takes from its filer as it stands.
func (b *Bot) ownOrders(p *ledger.Petition) []string {
	var out []string
	for _, o := range [...]struct {
		op   op
		word string
	}{{opAdd, "补充 内容"}, {opUrge, "催办"}, {opRate, "评价 满意还是不满意"}, {opReview, "申请复查 理由"}, {opHide, "设为保密"}, {opSeen, "谁看过"}, {opWithdraw, "撤回"}} {
		if b.fits(p, o.op) {
			out = append(out, o.word)
		}
	}
	return out
}

func filesOf(p *ledger.Petition) []CaseFile {
	var out []CaseFile
	for _, a := range p.Attachments {
		out = append(out, CaseFile{a.Hash, a.Type})
	}
	return out
}

// Picture opens a picture of a case for a viewer who may see it; a *ledger.Refusal else. The reading of a case that is not public is written down.
func (v *Viewer) Picture(id, hash string) (file CaseFile, data []byte, err error) {
	err = v.b.store.Update(v.t.Received, func(tx *store.Tx) error {
		d, err := v.b.deskDeed(tx, v.t, id)
		if err != nil {
			return err
		}
		p, err := tx.ReadPetition(d, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(filesOf(&p), func(f CaseFile) bool { return f.Hash == hash })
		if i < 0 {
			return ledger.NoCase()
		}
		file = filesOf(&p)[i]
		data, err = tx.OpenBlob(d, id, hash)
		if isMissing(err) {
			return ledger.NoCase()
		}
		return err
	})
	return file, data, err
}

// OwnCases gives the cases that the viewer filed or joined, the newest first, a line for each as the chat lists them.
func (v *Viewer) OwnCases(tx *store.Tx) ([]OwnCase, error) {
	list, err := tx.Mine(v.b.school, v.t.From, true)
	var out []OwnCase
	for _, p := range list[:min(len(list), mostOwn)] {
		out = append(out, OwnCase{ID: p.ID, Category: p.Category, Stage: string(p.Stage()), Day: v.b.school.Today(p.Received).Chinese(), Level: p.Level.Zh()})
	}
	return out, err
}

// mostOwn is how many of somebody's own cases are listed.
const mostOwn = 50

// OwnCase is one line of the list of own cases.
type OwnCase struct{ ID, Category, Stage, Day, Level string }
