require "pg"

puts PG::VERSION
