title = "report"
