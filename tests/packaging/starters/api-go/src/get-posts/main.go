package main

import (
	"example.com/posts/posts"
	"example.com/runtime"
)

func getPosts(posts.Request) posts.Response {
	return posts.Json(200, []posts.Post{posts.New("First Post"), posts.New("Second Post")})
}

func main() {
	runtime.Start(getPosts)
}
