# Makes a registry of gems in a folder, of a gem that Debian has unpacked: what Bundler reads of one by file://.
require "fileutils"
require "rubygems/package"
require "zlib"

name, registry = ARGV
spec = Gem::Specification.find_by_name(name)
FileUtils.mkdir_p(["#{registry}/gems", "#{registry}/quick/Marshal.4.8"])
Dir.chdir(spec.full_gem_path) do
  spec.files = Dir["**/*.rb"]
  spec.dependencies.clear
  Gem::Package.build(spec, true, false, "#{registry}/gems/#{spec.file_name}")
end
File.binwrite("#{registry}/quick/Marshal.4.8/#{spec.full_name}.gemspec.rz", Zlib::Deflate.deflate(Marshal.dump(spec)))
{ "specs" => [[spec.name, spec.version, "ruby"]], "prerelease_specs" => [] }.each do |index, gems|
  Zlib::GzipWriter.open("#{registry}/#{index}.4.8.gz") { |file| file.write(Marshal.dump(gems)) }
end
