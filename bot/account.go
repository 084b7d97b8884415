package bot

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// The words by which somebody joins his accounts, takes them apart and chooses where he is told things.
var (
	wordsBind      = []string{"绑定", "绑定账号", "绑定帐号", "账号绑定", "帐号绑定", "绑定钉钉", "绑定企业微信", "绑定企微", "绑定微信", "绑定钉钉账号", "绑定企业微信账号"}
	wordsUnbind    = []string{"解除绑定", "取消绑定", "解绑", "解绑账号", "解除账号绑定", "解除绑定账号"}
	wordsAccounts  = []string{"我的账号", "我的帐号", "账号情况", "绑定情况", "查绑定", "看绑定"}
	wordsPreferred = map[string][]string{
		"dingtalk": {"首选钉钉", "首选用钉钉", "提醒发钉钉", "提醒发到钉钉", "提醒首选钉钉"},
		"wecom":    {"首选企业微信", "首选企微", "首选用企业微信", "提醒发企业微信", "提醒发到企业微信", "提醒首选企业微信"},
	}
)

// ownAccounts hears the orders about one's own accounts, whatever the bot is waiting for. false: it is none.
func (b *Bot) ownAccounts(t *talk) (move, bool) {
	if code, sure := codeIn(t.Text); code != "" {
		return b.redeem(t, code, sure), true
	}
	switch {
	case t.is(wordsBind):
		return b.offerCode(t), true
	case t.is(wordsUnbind):
		return b.unbind(t), true
	case t.is(wordsAccounts):
		return b.showAccounts(t), true
	}
	for _, channel := range []string{"dingtalk", "wecom"} {
		if t.is(wordsPreferred[channel]) {
			return b.prefer(t, channel), true
		}
	}
	return move{}, false
}

// codeIn reads 绑定 123456 and 确认绑定 123456, which is sure; "" if the message is anything else.
func codeIn(text string) (code string, sure bool) {
	text, sure = strings.CutPrefix(strings.TrimSpace(text), "确认")
	rest, ok := strings.CutPrefix(text, "绑定")
	if !ok {
		return "", false
	}
	code = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case strings.ContainsRune(" 　:：，,。“”\"", r):
			return -1
		}
		return r
	}, rest)
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	return code, sure
}

// freshCodes are random codes of six digits, of which the ledger takes one that is free.
func freshCodes() []string {
	out := make([]string, 8)
	for i := range out {
		n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // fails only where rand.Read would have ended the program
		out[i] = fmt.Sprintf("%06d", n)
	}
	return out
}

// offerCode gives a code to type on the other platform. The reply is kept sealed: whoever reads the ledger must not be able to use it.
func (b *Bot) offerCode(t *talk) move {
	codes := freshCodes()
	return shown(func(tx *store.Tx) (string, error) {
		code, err := tx.OfferCode(t.From, codes)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(sayBindCode, code, otherPlatform(t.From.Channel), code), nil
	})
}

// otherPlatform is where somebody who writes on one platform has his other account.
func otherPlatform(channel string) string {
	switch channel {
	case "wecom":
		return policy.ChannelZh("dingtalk")
	case "dingtalk":
		return policy.ChannelZh("wecom")
	}
	return sayTheOther
}

// redeem joins the account that asked for a code with that of the speaker, and tells both sides. Not sure, it first names that account: somebody else may have
// talked the speaker into typing his code, and would then be taken for the speaker.
func (b *Bot) redeem(t *talk, code string, sure bool) move {
	return shown(func(tx *store.Tx) (string, error) {
		other, wrong, err := tx.RedeemCode(b.school, t.From, code, sure)
		switch {
		case err != nil:
			return "", err
		case wrong < 0:
			return sayCodeLocked, nil
		case wrong > 0:
			return fmt.Sprintf(sayCodeWrong, wrong), nil
		case !sure:
			return fmt.Sprintf(sayBindSure, accountZh(other), code), nil
		}
		text := fmt.Sprintf(sayBoundThere, policy.ChannelZh(t.From.Channel), accountZh(t.From))
		if err := b.tellAccount(tx, t, other, text); err != nil {
			return "", err
		}
		return fmt.Sprintf(sayBound, accountZh(other), accountZh(t.From)), nil
	})
}

// accountZh names an account: 钉钉账号 013344.
func accountZh(a policy.Address) string { return policy.ChannelZh(a.Channel) + "账号 " + a.User }

// tellAccount tells something to one account of the speaker, whatever he prefers. Who it is lies sealed in the row.
func (b *Bot) tellAccount(tx *store.Tx, t *talk, to policy.Address, text string) error {
	_, err := tx.NotifySealed(ledger.Notice{
		Key: "account/" + answerKey(t.Message) + "/" + tx.Mark(to.String()), Kind: noticeReply, To: to, Text: text, Made: t.Received, Due: t.Received,
	})
	return err
}

// unbind takes the speaker's accounts apart and tells the others.
func (b *Bot) unbind(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		others, err := tx.Unbind(b.school, t.From)
		if err != nil {
			return "", err
		}
		for _, other := range others {
			if tx.Ended(other) {
				continue
			}
			if err := b.tellAccount(tx, t, other, fmt.Sprintf(sayUnboundThere, policy.ChannelZh(t.From.Channel))); err != nil {
				return "", err
			}
		}
		return sayUnbound, nil
	})
}

// prefer notes where the speaker wants to be told things.
func (b *Bot) prefer(t *talk, channel string) move {
	return change(func(tx *store.Tx) (string, error) {
		if err := tx.Prefer(b.school, t.From, channel); err != nil {
			return "", err
		}
		return fmt.Sprintf(sayPreferred, policy.ChannelZh(channel)), nil
	})
}

// showAccounts lists the speaker's accounts in the order in which he is reached.
func (b *Bot) showAccounts(t *talk) move {
	return shown(func(tx *store.Tx) (string, error) {
		all := tx.Reach(b.school, t.From)
		names := make([]string, 0, len(all))
		for _, a := range all {
			names = append(names, accountZh(a))
		}
		if len(all) < 2 {
			return fmt.Sprintf(sayOneAccount, strings.Join(names, "")), nil
		}
		return fmt.Sprintf(sayAccounts, strings.Join(names, "、"), policy.ChannelZh(all[0].Channel)), nil
	})
}

// accountLeft is the platform's word that an account has left its directory. Who looks after the configuration is told when the member is listed there.
func (b *Bot) accountLeft(t *talk) move {
	return change(func(tx *store.Tx) (string, error) { return "", b.endAccount(tx, t.From) })
}

// accountBack is the platform's word that an account is in its directory again, or anew.
func (b *Bot) accountBack(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		_, err := tx.ReviveAccount(b.school, t.From)
		return "", err
	})
}

// endAccount ends an account and tells the administrators, or the party office where there are none.
func (b *Bot) endAccount(tx *store.Tx, who policy.Address) error {
	m, news, err := tx.EndAccount(b.school, who)
	if err != nil || !news || m == nil {
		return err
	}
	today := b.school.Today(tx.At)
	told := b.school.HoldersOf(policy.Admin, today)
	if len(told) == 0 {
		told = b.school.HoldersOf(policy.PartyOffice, today)
	}
	told = slices.DeleteFunc(slices.Clone(told), func(a *policy.Member) bool { return a == m || len(a.Accounts) == 0 })
	text := fmt.Sprintf(sayTellLeft, m.Name, policy.ChannelZh(who.Channel))
	for _, a := range told {
		_, err := tx.Notify(ledger.Notice{
			Key: fmt.Sprintf("account_left/%s/%s/%s/%s", m.ID, who.Channel, today, a.ID), Kind: "confirm", To: a.Accounts[0], Member: a.ID, Text: text,
			Made: tx.At, Due: tx.At,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
