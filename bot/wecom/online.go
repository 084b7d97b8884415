package wecom

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// What a check says. Each line names the place in the admin console.
const (
	foundToken     = "企业微信：企业 ID 和应用 Secret 正确"
	foundNoCorp    = "企业微信：企业 ID（corp_id）不对：管理后台 → 我的企业 → 企业信息，抄最下面的企业 ID"
	foundNoSecret  = "企业微信：应用 Secret 不对：管理后台 → 应用管理 → 本应用 → Secret → 查看，重新填写"
	foundAddress   = "企业微信：服务器地址 %s 不在可信 IP 里：管理后台 → 应用管理 → 本应用 → 企业可信IP → 配置，填入这个地址"
	foundNoAddress = "企业微信：服务器的出口地址不在可信 IP 里：管理后台 → 应用管理 → 本应用 → 企业可信IP → 配置"
	foundAway      = "企业微信：连不上 %s：请检查本机网络、代理和 api_base"
	foundOther     = "企业微信：%s 返回错误码 %d，请在开发者中心的错误码查询里查看"
	foundAgent     = "企业微信：应用“%s”（%d）可用"
	foundClosed    = "企业微信：应用“%s”已停用：管理后台 → 应用管理 → 本应用 → 启用"
	foundNoAgent   = "企业微信：agent_id %d 与 Secret 不是同一个应用：管理后台 → 应用管理 → 本应用，抄 AgentId"
	foundPeople    = "企业微信：名单里 %d 个账号都在应用的可见范围里"
	foundHidden    = "企业微信：%s 不在应用的可见范围里，发不了消息：管理后台 → 应用管理 → 本应用 → 可见范围 → 修改"
	foundGone      = "企业微信：%s 的账号在通讯录里没有：管理后台 → 通讯录 → 成员详情，抄“账号”到 lianxin.yaml 的 accounts"
	foundNobody    = "企业微信：名单里没有人有企业微信账号：在 lianxin.yaml 的 people 里写 accounts: {wecom: …}"
	foundClock     = "企业微信：本机时钟准确"
	foundSkew      = "企业微信：本机时钟与平台相差 %s：请开启时间同步（NTP）"
	foundCallback  = "企业微信：回调地址 %s 能从外面访问，Token 和 EncodingAESKey 与正在运行的程序一致"
	foundNoURL     = "企业微信：没有写 http.public_url，无法检查回调；企业微信要能从公网访问 https://你的域名/callback/wecom"
	foundUnreached = "企业微信：回调地址 %s 访问不到（%s）：先运行 lianxin serve，再检查域名、证书和反向代理"
	foundWrongKeys = "企业微信：回调地址 %s 不认签名：正在运行的程序用的 Token、EncodingAESKey 或企业 ID 与这份配置不同，改完要重启"
	foundChanged   = "企业微信：回调地址 %s 的回答被改动了：反向代理要原样转发 /callback/wecom，关闭缓存和内容改写"
	foundNoKeys    = "企业微信：Token 或 EncodingAESKey 写法不对：管理后台 → 应用管理 → 本应用 → 接收消息 → 设置API接收"
)

// mostSkew is how far the clock may be off without a word; mostPeople how many accounts are asked for.
const (
	mostSkew   = 30 * time.Second
	mostPeople = 500
)

// Check asks the platform whether the application can be served: secret and address, application, visible range, clock, callback. Nothing is sent to anybody.
// After a failure that stands before everything else the rest is not asked.
func Check(ctx context.Context, c Config, o bot.CheckOptions, now func() time.Time) []bot.Finding {
	plain := transport()
	defer plain.CloseIdleConnections()
	k := &checking{config: c, api: newAPI(c, now), now: now, client: &http.Client{
		Transport: plain, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if k.token(ctx) && k.agent(ctx) {
		k.people(ctx, o.People)
	}
	k.clock(ctx)
	if !o.Later {
		k.callback(ctx, o.Callback)
	}
	return k.found
}

// checking is one run of a check.
type checking struct {
	config Config
	api    *api
	client *http.Client // for what is asked without a secret
	now    func() time.Time
	found  bot.Findings
}

// token checks corporation and secret, and that the platform can be reached at all.
func (k *checking) token(ctx context.Context) bool {
	_, err := k.api.tokens.Get(ctx)
	if err != nil {
		return k.failed("gettoken", err)
	}
	k.found.Good(foundToken)
	return true
}

// failed says what a failed call means; false.
func (k *checking) failed(what string, err error) bool {
	e := (*apiError)(nil)
	if !errors.As(err, &e) || e.Code == 0 {
		return k.found.Bad(foundAway, k.config.base())
	}
	switch e.Code {
	case 40013:
		return k.found.Bad(foundNoCorp)
	case 40001, 40091, 41001, 42001, 40014:
		return k.found.Bad(foundNoSecret)
	case 40056, 301002:
		return k.found.Bad(foundNoAgent, k.config.AgentID)
	case 60020:
		if ip := e.address(); ip != "" {
			return k.found.Bad(foundAddress, ip)
		}
		return k.found.Bad(foundNoAddress)
	}
	return k.found.Bad(foundOther, what, e.Code)
}

// agent checks that the secret is that of the application, and that it is not closed. It is the first call for which the address must be trusted.
func (k *checking) agent(ctx context.Context) bool {
	var answer struct {
		util.CommonError
		Name  string `json:"name"`
		Close int    `json:"close"`
	}
	if err := k.api.get(ctx, "agent/get", url.Values{"agentid": {strconv.Itoa(k.config.AgentID)}}, &answer); err != nil {
		return k.failed("agent/get", err)
	}
	if answer.Close != 0 {
		return k.found.Bad(foundClosed, answer.Name)
	}
	k.found.Good(foundAgent, answer.Name, k.config.AgentID)
	return true
}

// people checks that the platform knows the accounts of the list and shows them to the application.
func (k *checking) people(ctx context.Context, people []bot.ListedPerson) {
	if len(people) == 0 {
		if people != nil {
			k.found.Bad(foundNobody)
		}
		return
	}
	book := &Directory{app: k.api}
	var hidden, gone []string
	people = people[:min(len(people), mostPeople)]
	for _, p := range people {
		_, err := book.Look(ctx, p.User)
		switch {
		case errors.Is(err, bot.ErrHidden):
			hidden = append(hidden, p.Name)
		case errors.Is(err, bot.ErrGone):
			gone = append(gone, p.Name+"（"+p.User+"）")
		case err != nil:
			k.failed("user/get", err)
			return
		}
	}
	if len(hidden) > 0 {
		k.found.Bad(foundHidden, strings.Join(hidden, "、"))
	}
	if len(gone) > 0 {
		k.found.Bad(foundGone, strings.Join(gone, "、"))
	}
	if len(hidden)+len(gone) == 0 {
		k.found.Good(foundPeople, len(people))
	}
}

func (k *checking) clock(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	skew, err := wire.Skew(ctx, k.client, k.config.base()+"/", k.now)
	switch {
	case err != nil: // that it cannot be reached was said
	case skew.Abs() > mostSkew:
		k.found.Bad(foundSkew, skew.Abs().Round(time.Second))
	default:
		k.found.Good(foundClock)
	}
}

// callback does what the console does when the address is saved (protocol 1.2): an encrypted word goes to the public address, and must come back in plain.
func (k *checking) callback(ctx context.Context, address string) {
	if address == "" {
		k.found.Bad(foundNoURL)
		return
	}
	codec, err := NewCodec(k.config.Token, k.config.EncodingAESKey, k.config.CorpID, rand.Reader)
	if err != nil || k.config.Token == "" {
		k.found.Bad(foundNoKeys)
		return
	}
	word := rand.Text()
	echo, err := codec.Encrypt([]byte(word))
	if err != nil {
		k.found.Bad(foundNoKeys)
		return
	}
	at, nonce := strconv.FormatInt(k.now().Unix(), 10), rand.Text()
	query := url.Values{"msg_signature": {codec.Sign(at, nonce, echo)}, "timestamp": {at}, "nonce": {nonce}, "echostr": {echo}}
	status, body, err := k.fetch(ctx, address+"?"+query.Encode())
	switch {
	case err != nil:
		k.found.Bad(foundUnreached, address, err)
	case status == http.StatusForbidden:
		k.found.Bad(foundWrongKeys, address)
	case status != http.StatusOK:
		k.found.Bad(foundUnreached, address, fmt.Sprintf("HTTP %d", status))
	case body != word:
		k.found.Bad(foundChanged, address)
	default:
		k.found.Good(foundCallback, address)
	}
}

// fetch asks the own public address. Its error is a short word, without the address.
func (k *checking) fetch(ctx context.Context, address string) (status int, body string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", errors.New("地址写法不对")
	}
	res, err := k.client.Do(req)
	if err != nil {
		if at := (*url.Error)(nil); errors.As(err, &at) {
			err = at.Err
		}
		return 0, "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	return res.StatusCode, string(data), err
}
