module example.com/posts

go 1.24

require example.com/runtime v1.0.0

replace example.com/runtime => ./libraries/runtime
