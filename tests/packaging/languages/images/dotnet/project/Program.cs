Console.WriteLine("report");
