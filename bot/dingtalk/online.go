package dingtalk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// What a check says. Each line names the place on the open platform.
const (
	foundToken     = "钉钉：Client ID 和 Client Secret 正确"
	foundNoSecret  = "钉钉：Client ID 或 Client Secret 不对：开放平台 → 应用开发 → 本应用 → 凭证与基础信息，重新填写"
	foundAddress   = "钉钉：服务器地址 %s 不在出口 IP 名单里：开放平台 → 本应用 → 安全设置 → 服务器出口IP，填入这个地址"
	foundNoAddress = "钉钉：服务器的出口地址不在名单里：开放平台 → 本应用 → 安全设置 → 服务器出口IP"
	foundAway      = "钉钉：连不上 %s：请检查本机网络、代理和 api_base"
	foundMonth     = "钉钉：本月接口额度已用完：开放平台 → 接口调用量 → 增购，或等到下月"
	foundOther     = "钉钉：%s 返回“%s”，请在开放平台文档的错误码里查看"
	foundRobot     = "钉钉：机器人可用，有发消息的权限"
	foundNoRobot   = "钉钉：机器人不对或已停用：开放平台 → 本应用 → 机器人，核对 RobotCode，然后 版本管理与发布 → 发布"
	foundNoSend    = "钉钉：没有发消息的权限%s：开放平台 → 本应用 → 权限管理，搜“企业内机器人发送消息权限”并申请"
	foundCards     = "钉钉：有互动卡片的权限"
	foundNoCards   = "钉钉：没有互动卡片的权限%s：开放平台 → 本应用 → 权限管理，搜“互动卡片实例写权限”并申请"
	foundStream    = "钉钉：Stream 连接可以打开"
	foundNoStream  = "钉钉：Stream 连接打不开（%s）：开放平台 → 本应用 → 机器人 → 消息接收模式选 Stream 模式，保存并发布"
	foundCallback  = "钉钉：回调地址能从外面访问，Client Secret 与正在运行的程序一致"
	foundNoURL     = "钉钉：没有写 http.public_url，webhook 模式要能从公网访问；没有公网地址就把 mode 改为 stream"
	foundUnreached = "钉钉：回调地址访问不到（%s）：先运行 lianxin serve，再检查域名、证书、反向代理和 callback_path"
	foundWrongKeys = "钉钉：回调地址不认签名：反向代理要转发请求头 timestamp 和 sign；正在运行的程序与这份配置的 Client Secret 要一致，改完要重启"
	foundPeople    = "钉钉：名单里 %d 个账号都在通讯录里，应用看得到"
	foundHidden    = "钉钉：%s 不在应用的可见范围里，发不了消息：开放平台 → 本应用 → 版本管理与发布 → 可见范围"
	foundGone      = "钉钉：%s 的账号在通讯录里没有：管理后台 → 通讯录 → 员工 UserID，抄到 lianxin.yaml 的 accounts"
	foundNoBook    = "钉钉：没有读通讯录的权限，没有核对名单里的账号：开放平台 → 本应用 → 权限管理，搜“成员信息读权限”并申请"
	foundNobody    = "钉钉：名单里没有人有钉钉账号：在 lianxin.yaml 的 people 里写 accounts: {dingtalk: …}"
	foundClock     = "钉钉：本机时钟准确"
	foundSkew      = "钉钉：本机时钟与平台相差 %s（差一小时以上回调会被拒收）：请开启时间同步（NTP）"
)

const (
	mostSkew   = 30 * time.Second
	mostPeople = 500

	// nobody is a user id that no organisation has: what the platform says of it tells that everything before was in order.
	nobody = "lianxin-check-nobody"
)

// Check asks the platform whether the application can be served: secret and address, robot, cards, stream or callback, visible range, clock. Nobody is told
// anything; two or three calls of the month are spent.
func Check(ctx context.Context, c Config, o bot.CheckOptions, now func() time.Time) []bot.Finding {
	s := NewSender(c, nil, zerolog.Nop(), now)
	defer s.api.client.CloseIdleConnections()
	k := &checking{Sender: s}
	if k.token(ctx) {
		k.robot(ctx)
		if c.CardTemplate != "" {
			k.mayDo(ctx, http.MethodPut, pathCards, fields{"outTrackId": nobody, "cardData": params(nil)}, foundCards, foundNoCards)
		}
		if o.Stream {
			k.stream(ctx)
		}
		k.people(ctx, o.People)
	}
	if !o.Stream && !o.Later {
		k.callback(ctx, o.Callback)
	}
	k.clock(ctx)
	return k.found
}

// checking is one run of a check.
type checking struct {
	*Sender
	found bot.Findings
}

func (k *checking) token(ctx context.Context) bool {
	if _, err := k.api.tokens.Get(ctx); err != nil {
		return k.failed(pathToken, err, "")
	}
	k.found.Good(foundToken)
	return true
}

// failed says what a failed call means; false. scope is what is said of a missing permission, with a place for its name.
func (k *checking) failed(what string, err error, scope string) bool {
	e := (*apiError)(nil)
	if !errors.As(err, &e) || e.Code == codeNoAnswer {
		return k.found.Bad(foundAway, k.config.APIBase)
	}
	switch {
	case forbidden(e) && scope != "":
		name := ""
		if e.Scopes != "" {
			name = "（" + e.Scopes + "）"
		}
		return k.found.Bad(scope, name)
	case strings.HasPrefix(e.Code, "Forbidden.AccessDenied.IpNotInWhiteList"), e.Code == "60020":
		if ip := e.address(); ip != "" {
			return k.found.Bad(foundAddress, ip)
		}
		return k.found.Bad(foundNoAddress)
	case strings.HasPrefix(e.Code, "Forbidden.AccessDenied.ApiCountLimitForOrg"):
		return k.found.Bad(foundMonth)
	case e.Code == "invalidClientIdOrSecret", e.Code == "40096", strings.HasPrefix(e.Code, "InvalidAuthentication"):
		return k.found.Bad(foundNoSecret)
	case strings.Contains(e.Code, "robotCode"), strings.HasPrefix(e.Code, "bot.stopped"):
		return k.found.Bad(foundNoRobot)
	}
	return k.found.Bad(foundOther, what, e.Code)
}

// robot asks to tell something to somebody whom nobody knows: that he is not known is the answer when robot and permission are in order.
func (k *checking) robot(ctx context.Context) {
	msgKey, msgParam := encode(Text("check"))
	err := k.api.call(ctx, http.MethodPost, pathBatch, fields{
		"robotCode": k.config.RobotCode, "userIds": []string{nobody}, "msgKey": msgKey, "msgParam": msgParam,
	}, nil)
	if err == nil || unknownUser(err) || strings.HasPrefix(codeOf(err), "invalidParameter.userIds") {
		k.found.Good(foundRobot)
		return
	}
	k.failed("发消息接口", err, foundNoSend)
}

// mayDo makes a call about something that is not there: any refusal but for want of a permission means that it may be made.
func (k *checking) mayDo(ctx context.Context, method, path string, in fields, good, scope string) {
	err := k.api.call(ctx, method, path, in, nil)
	e := (*apiError)(nil)
	if errors.As(err, &e) && (e.Code == codeNoAnswer || strings.HasPrefix(e.Code, "Forbidden.") || strings.HasPrefix(e.Code, "InvalidAuthentication")) {
		k.failed(path, err, scope)
		return
	}
	k.found.Good("%s", good)
}

// stream asks for a ticket, which is left to expire.
func (k *checking) stream(ctx context.Context) {
	var got struct{ Endpoint, Ticket string }
	err := k.api.request(ctx, request{method: http.MethodPost, path: pathOpen, out: &got, in: fields{
		"clientId": k.config.ClientID, "clientSecret": k.config.ClientSecret, "ua": userAgent,
		"subscriptions": []fields{{"type": kindCallback, "topic": topicMessage}},
	}})
	switch code := codeOf(err); {
	case err != nil && code == codeNoAnswer:
		k.found.Bad(foundAway, k.config.APIBase)
	case err != nil:
		k.found.Bad(foundNoStream, code)
	default:
		k.found.Good(foundStream)
	}
}

// people checks that the platform knows the accounts of the list and shows them to the application.
func (k *checking) people(ctx context.Context, people []bot.ListedPerson) {
	if len(people) == 0 {
		if people != nil {
			k.found.Bad(foundNobody)
		}
		return
	}
	book := k.Directory()
	var hidden, gone []string
	people = people[:min(len(people), mostPeople)]
	for _, p := range people {
		_, err := book.Look(ctx, p.User)
		e := (*apiError)(nil)
		switch {
		case errors.Is(err, bot.ErrHidden):
			hidden = append(hidden, p.Name)
		case errors.Is(err, bot.ErrGone):
			gone = append(gone, p.Name+"（"+p.User+"）")
		case errors.As(err, &e) && forbidden(e):
			k.found.Bad(foundNoBook)
			return
		case err != nil:
			k.failed("通讯录接口", err, "")
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

// callback sends a signed request without a message to the public address: 400 says that the signature was believed. The address holds a secret and is not
// repeated.
func (k *checking) callback(ctx context.Context, address string) {
	if address == "" {
		k.found.Bad(foundNoURL)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader("{}"))
	if err != nil {
		k.found.Bad(foundUnreached, "地址写法不对")
		return
	}
	at := strconv.FormatInt(k.now().UnixMilli(), 10)
	req.Header.Set("timestamp", at)
	req.Header.Set("sign", SignRobot(k.config.ClientSecret, at))
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := k.api.client.Do(req)
	if err != nil {
		if at := (*url.Error)(nil); errors.As(err, &at) {
			err = at.Err
		}
		k.found.Bad(foundUnreached, scrub(err.Error(), address))
		return
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusBadRequest:
		k.found.Good(foundCallback)
	case http.StatusForbidden:
		k.found.Bad(foundWrongKeys)
	default:
		k.found.Bad(foundUnreached, fmt.Sprintf("HTTP %d", res.StatusCode))
	}
}

func (k *checking) clock(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	skew, err := wire.Skew(ctx, k.api.client, k.config.APIBase+"/", k.now)
	switch {
	case err != nil: // that it cannot be reached was said
	case skew.Abs() > mostSkew:
		k.found.Bad(foundSkew, skew.Abs().Round(time.Second))
	default:
		k.found.Good(foundClock)
	}
}
