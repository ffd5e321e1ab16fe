<?php

echo "report ", 1 + 2, " ", trim(explode("\t", file("/proc/self/status")[8])[1]), "\n";
while (getenv("WAIT") !== false) {
    sleep(1);
}
