package wecomtest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
)

// A member says something, gets the answer, and is told something later.
func Example() {
	ctx, log := context.Background(), zerolog.Nop()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()

	platform, err := wecomtest.New(wecomtest.Options{Members: wecomtest.People("LinXiaofeng"), Now: func() time.Time { return morning }})
	if err != nil {
		panic(err)
	}
	defer platform.Close()
	mux.Handle("/simulator/", http.StripPrefix("/simulator", platform))

	o := platform.Options()
	config := wecom.Config{
		CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: server.URL + "/simulator",
	}
	school := newNotebook()
	school.say = func(n int, m bot.Message) string { return fmt.Sprintf("已记第%d条：%s", n, m.Text) }
	callback, err := wecom.NewCallback(config, school, log, o.Now)
	if err != nil {
		panic(err)
	}
	defer callback.Close(ctx)
	mux.Handle("/callback/wecom", callback)
	if err := platform.SaveURL(ctx, server.URL+"/callback/wecom"); err != nil {
		panic(err)
	}

	if _, err := platform.Say(ctx, "LinXiaofeng", "昨天听了两节课"); err != nil {
		panic(err)
	}
	wecom.NewSender(config, log, o.Now).Send(ctx, policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}, "明天下午是您的接待日")
	for _, line := range platform.Chat("LinXiaofeng") {
		fmt.Println(line.From, line.Text)
	}
	// Output:
	// member 昨天听了两节课
	// app 已记第1条：昨天听了两节课
	// app 明天下午是您的接待日
}
