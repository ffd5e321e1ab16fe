// Package posts is what the functions share.
package posts

import (
	"encoding/json"
	"strings"
)

type Request struct {
	Body string `json:"body"`
}

type Response struct {
	StatusCode int    `json:"statusCode"`
	Body       string `json:"body"`
}

type Post struct {
	Id     string `json:"id"`
	Title  string `json:"title"`
	Author string `json:"author,omitempty"`
}

func New(title string) Post {
	return Post{Id: strings.ReplaceAll(strings.ToLower(title), " ", "-"), Title: title}
}

func Json(statusCode int, body any) Response {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return Response{StatusCode: statusCode, Body: string(text)}
}
