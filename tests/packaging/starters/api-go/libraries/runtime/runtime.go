// Package runtime talks to the API of Lambda's runtimes in plain HTTP/1.0.
package runtime

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
)

const invocation = "/2018-06-01/runtime/invocation/"

// Start answers each event by a handler, until there is nobody to ask for the next one.
func Start[Event, Answer any](handle func(Event) Answer) {
	for {
		header, body, err := send("GET", invocation+"next", nil)
		if err != nil {
			return
		}
		var event Event
		if err := json.Unmarshal(body, &event); err != nil {
			panic(err)
		}
		answer, err := json.Marshal(handle(event))
		if err != nil {
			panic(err)
		}
		id := header.Get("Lambda-Runtime-Aws-Request-Id")
		if _, _, err := send("POST", invocation+id+"/response", answer); err != nil {
			return
		}
	}
}

func send(method, path string, body []byte) (textproto.MIMEHeader, []byte, error) {
	connection, err := net.Dial("tcp", os.Getenv("AWS_LAMBDA_RUNTIME_API"))
	if err != nil {
		return nil, nil, err
	}
	defer connection.Close()
	fmt.Fprintf(connection, "%s %s HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s", method, path, len(body), body)
	reader := textproto.NewReader(bufio.NewReader(connection))
	if _, err := reader.ReadLine(); err != nil {
		return nil, nil, err
	}
	header, err := reader.ReadMIMEHeader()
	if err != nil {
		return nil, nil, err
	}
	answer, err := io.ReadAll(reader.R)
	return header, answer, err
}
