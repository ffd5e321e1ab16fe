using System.IO;
using System.Linq;
using System.Threading;

var uid = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:")).Split('\t')[1];
System.Console.WriteLine($"report {1 + 2} {uid}");
if (System.Environment.GetEnvironmentVariable("WAIT") != null) Thread.Sleep(Timeout.Infinite);
