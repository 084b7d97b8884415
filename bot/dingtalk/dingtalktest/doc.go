// Package dingtalktest plays DingTalk 钉钉: the people who talk to the robot of an application, the platform that brings what they say to its callback or over
// its stream, and the server API through which the robot talks back. Tests talk to it as they would talk to the real one, over HTTP and WebSocket, signed.
//
// It has its own crypto and its own JSON, so that it is a second opinion on the adapter and not its mirror. It refuses to know leaders, petitions, records
// and what a good answer says; it knows user ids, texts and the protocol. Everything lies in memory and ends with the process.
//
//	platform := dingtalktest.New(dingtalktest.Options{Members: dingtalktest.People("013301")}) // credentials that are left out are made up afresh
//	server := httptest.NewServer(platform)
//	platform.Listen(server.URL)                    // sessions, tickets and files lie there
//	o := platform.Options()                        // complete: set the application up with these; both API bases are server.URL
//	d, err := platform.Say(ctx, "013301", dingtalktest.Text("帮助"))
//	platform.Chat("013301")                        // what the phone shows, both sides, in order
//
// With a CallbackURL messages are brought over HTTP; without one, over whichever connection of the stream is open, to one of them at random. Say returns when
// the application has acknowledged or the platform has given up. What the application answers is on the phone a little later: Changed tells when.
//
// Inject makes the server API misbehave; Displace, Drop and Silence do that to the stream. What the platform does by itself needs no injection: calls per
// second and per month, twenty people at once, twenty messages a minute of a group robot and ten minutes of silence after more, sessions and tokens that end, tickets that work once.
//
// Numbers such as 3.5 in the comments are sections of the protocol notes.
package dingtalktest
