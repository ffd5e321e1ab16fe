require_relative "lib/total"

trap("TERM") do
  puts "ended"
  exit
end
$stdout.sync = true
puts "report #{total([1, 2])} #{Process.uid}"
sleep if ENV.key?("WAIT")
