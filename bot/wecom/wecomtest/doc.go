// Package wecomtest plays WeCom 企业微信: the members' phones that write to an application, the platform that delivers what they write to its callback,
// and the server API through which the application writes back. Tests, crash tests, benchmarks and the sandbox of the demo talk to it as they would talk
// to the real one, over HTTP, encrypted and signed.
//
// It has its own crypto and its own XML, so that it is a second opinion on the adapter and not its mirror. It is stricter than the platform where the
// platform keeps silent: an answer that the real one would quietly not show is an error here. It refuses to know leaders, petitions, records and what a
// good answer says; it knows member ids, texts and the protocol. Everything lies in memory and ends with the process.
//
// # A sandbox in four steps
//
//	platform, err := wecomtest.New(wecomtest.Options{Members: people, Now: clock}) // credentials that are left out are made up afresh
//	o := platform.Options()                                                       // the same, complete: set the application up with these
//	mux.Handle("/simulator/", http.StripPrefix("/simulator", platform))           // the server API; the application's API base is .../simulator
//	err = platform.SaveURL(ctx, "http://127.0.0.1:8080/callback/wecom")           // once the callback listens: verifies it, as the console does
//
// The callback may be reached without a socket, too: with Options.Client over Direct(callback).
//
// From then on Say is a member pressing the send key, Chat is what the phone shows (both sides, in order), and Changed is a channel that closes when any
// phone shows something new:
//
//	for {
//		changed := platform.Changed() // before reading, so that nothing slips through in between
//		show(platform.Chat("LinXiaofeng"))
//		select {
//		case <-changed:
//		case <-ctx.Done():
//			return
//		}
//	}
//
// Say returns when the application has answered or the platform has given up after its three attempts; by then the answer is in the chat. What the
// application sends later through message/send appears there too. The clock may jump forward at any time: tokens then expire, limits are free again.
//
// # When things go wrong
//
// Manner is how one delivery behaves on the wire: a wrong signature, a connection that closes early, the same delivery twice at a time. Inject makes the
// server API misbehave: Answer, Hang, BadGateway, LostAnswer and others. Cut takes the network away, Withdraw and Expire end tokens. What the platform does
// by itself needs no injection: the limit of 30 messages a minute for each member (the rest vanishes without an error), 10,000 calls of an API a minute, the
// duplicate check, texts cut at 2048 bytes, tokens that expire, media that are forgotten after three days. Counts tells what vanished.
//
// # The smart bot
//
// SmartBot plays the other mode (2.10): a bot that opens a long connection. Say, Again, Chat and Changed are as above; Drop, Silence, Forget and Displace are
// what happens to a connection, and Inject with a SmartFault what happens to a command of the bot.
// SmartOptions.Pending and .Unheard are its limits of what is not answered: the notes (2.10) do not say which side is meant, so that each can be set alone.
//
// Numbers such as 1.7 in the comments are sections of the protocol notes: 1 callbacks, 2 server API.
package wecomtest
