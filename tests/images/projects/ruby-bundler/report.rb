require "rainbow"

trap("TERM") do
  puts "ended"
  exit
end
$stdout.sync = true
puts "report #{Rainbow("abc").bold.length} #{Process.uid}"
sleep if ENV.key?("WAIT")
