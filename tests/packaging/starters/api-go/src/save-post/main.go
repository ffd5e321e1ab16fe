package main

import (
	"encoding/json"
	"os"

	"example.com/posts/posts"
	"example.com/runtime"
)

func savePost(request posts.Request) posts.Response {
	var post posts.Post
	if err := json.Unmarshal([]byte(request.Body), &post); err != nil {
		return posts.Json(400, err.Error())
	}
	saved := posts.New(post.Title)
	saved.Author = os.Getenv("AUTHOR")
	return posts.Json(201, saved)
}

func main() {
	runtime.Start(savePost)
}
