// Reads a list again and again as the vendor's SDK does, and prints the milliseconds for one.
[, $url, $form, $authority, $times] = $argv;
$read = function () use ($url, $form, $authority) {
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $form, CURLOPT_RETURNTRANSFER => true, CURLOPT_CAINFO => $authority]);
    $answer = json_decode(curl_exec($curl), true);
    curl_close($curl);
    return $answer;
};
$read();
$start = microtime(true);
for ($time = 0; $time < (int) $times; $time++) {
    if (!$read()['licenses']) { fwrite(STDERR, "no licences\n"); exit(1); }
}
echo (microtime(true) - $start) * 1000 / (int) $times, "\n";
