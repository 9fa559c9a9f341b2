# Reads a list again and again as the vendors' samples do, and prints the milliseconds for one.
import json, ssl, sys, time, urllib.request
how, url, form, authority, times = sys.argv[1:6]
if how == "requests":
    import requests
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    read = lambda: requests.post(url, data=form, headers=headers, verify=authority).json()
else:
    context = ssl.create_default_context(cafile=authority)
    read = lambda: json.loads(urllib.request.urlopen(url, form.encode(), context=context).read())
read()
start = time.perf_counter()
for _ in range(int(times)):
    if not read()["licenses"]:
        sys.exit("no licences")
print((time.perf_counter() - start) * 1000 / int(times))
