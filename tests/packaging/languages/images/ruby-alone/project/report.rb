require_relative "lib/title"

puts TITLE
