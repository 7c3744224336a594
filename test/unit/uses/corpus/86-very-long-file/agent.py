"""Tariff assistant with its rules written out."""

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool

RATES: dict[str, tuple[float, str]] = {
    "1000.00": (0.0, "apples, group 0"),
    "1007.13": (3.7, "bolts, group 0"),
    "1014.26": (7.4, "cloth, group 0"),
    "1021.39": (11.1, "drills, group 0"),
    "1028.52": (14.8, "engines, group 0"),
    "1035.65": (18.5, "flour, group 0"),
    "1042.78": (22.2, "glass, group 0"),
    "1049.91": (0.9, "hammers, group 0"),
    "1056.04": (4.6, "ink, group 0"),
    "1063.17": (8.3, "jars, group 0"),
    "1070.30": (12.0, "knives, group 0"),
    "1077.43": (15.7, "lamps, group 0"),
    "1084.56": (19.4, "milk, group 0"),
    "1091.69": (23.1, "nails, group 0"),
    "1098.82": (1.8, "oil, group 0"),
    "1105.95": (5.5, "paper, group 0"),
    "1112.08": (9.2, "apples, group 1"),
    "1119.21": (12.9, "bolts, group 1"),
    "1126.34": (16.6, "cloth, group 1"),
    "1133.47": (20.3, "drills, group 1"),
    "1140.60": (24.0, "engines, group 1"),
    "1147.73": (2.7, "flour, group 1"),
    "1154.86": (6.4, "glass, group 1"),
    "1161.99": (10.1, "hammers, group 1"),
    "1168.12": (13.8, "ink, group 1"),
    "1175.25": (17.5, "jars, group 1"),
    "1182.38": (21.2, "knives, group 1"),
    "1189.51": (24.9, "lamps, group 1"),
    "1196.64": (3.6, "milk, group 1"),
    "1203.77": (7.3, "nails, group 1"),
    "1210.90": (11.0, "oil, group 1"),
    "1217.03": (14.7, "paper, group 1"),
    "1224.16": (18.4, "apples, group 2"),
    "1231.29": (22.1, "bolts, group 2"),
    "1238.42": (0.8, "cloth, group 2"),
    "1245.55": (4.5, "drills, group 2"),
    "1252.68": (8.2, "engines, group 2"),
    "1259.81": (11.9, "flour, group 2"),
    "1266.94": (15.6, "glass, group 2"),
    "1273.07": (19.3, "hammers, group 2"),
    "1280.20": (23.0, "ink, group 2"),
    "1287.33": (1.7, "jars, group 2"),
    "1294.46": (5.4, "knives, group 2"),
    "1301.59": (9.1, "lamps, group 2"),
    "1308.72": (12.8, "milk, group 2"),
    "1315.85": (16.5, "nails, group 2"),
    "1322.98": (20.2, "oil, group 2"),
    "1329.11": (23.9, "paper, group 2"),
    "1336.24": (2.6, "apples, group 3"),
    "1343.37": (6.3, "bolts, group 3"),
    "1350.50": (10.0, "cloth, group 3"),
    "1357.63": (13.7, "drills, group 3"),
    "1364.76": (17.4, "engines, group 3"),
    "1371.89": (21.1, "flour, group 3"),
    "1378.02": (24.8, "glass, group 3"),
    "1385.15": (3.5, "hammers, group 3"),
    "1392.28": (7.2, "ink, group 3"),
    "1399.41": (10.9, "jars, group 3"),
    "1406.54": (14.6, "knives, group 3"),
    "1413.67": (18.3, "lamps, group 3"),
    "1420.80": (22.0, "milk, group 3"),
    "1427.93": (0.7, "nails, group 3"),
    "1434.06": (4.4, "oil, group 3"),
    "1441.19": (8.1, "paper, group 3"),
    "1448.32": (11.8, "apples, group 4"),
    "1455.45": (15.5, "bolts, group 4"),
    "1462.58": (19.2, "cloth, group 4"),
    "1469.71": (22.9, "drills, group 4"),
    "1476.84": (1.6, "engines, group 4"),
    "1483.97": (5.3, "flour, group 4"),
    "1490.10": (9.0, "glass, group 4"),
    "1497.23": (12.7, "hammers, group 4"),
    "1504.36": (16.4, "ink, group 4"),
    "1511.49": (20.1, "jars, group 4"),
    "1518.62": (23.8, "knives, group 4"),
    "1525.75": (2.5, "lamps, group 4"),
    "1532.88": (6.2, "milk, group 4"),
    "1539.01": (9.9, "nails, group 4"),
    "1546.14": (13.6, "oil, group 4"),
    "1553.27": (17.3, "paper, group 4"),
    "1560.40": (21.0, "apples, group 5"),
    "1567.53": (24.7, "bolts, group 5"),
    "1574.66": (3.4, "cloth, group 5"),
    "1581.79": (7.1, "drills, group 5"),
    "1588.92": (10.8, "engines, group 5"),
    "1595.05": (14.5, "flour, group 5"),
    "1602.18": (18.2, "glass, group 5"),
    "1609.31": (21.9, "hammers, group 5"),
    "1616.44": (0.6, "ink, group 5"),
    "1623.57": (4.3, "jars, group 5"),
    "1630.70": (8.0, "knives, group 5"),
    "1637.83": (11.7, "lamps, group 5"),
    "1644.96": (15.4, "milk, group 5"),
    "1651.09": (19.1, "nails, group 5"),
    "1658.22": (22.8, "oil, group 5"),
    "1665.35": (1.5, "paper, group 5"),
    "1672.48": (5.2, "apples, group 6"),
    "1679.61": (8.9, "bolts, group 6"),
    "1686.74": (12.6, "cloth, group 6"),
    "1693.87": (16.3, "drills, group 6"),
    "1700.00": (20.0, "engines, group 6"),
    "1707.13": (23.7, "flour, group 6"),
    "1714.26": (2.4, "glass, group 6"),
    "1721.39": (6.1, "hammers, group 6"),
    "1728.52": (9.8, "ink, group 6"),
    "1735.65": (13.5, "jars, group 6"),
    "1742.78": (17.2, "knives, group 6"),
    "1749.91": (20.9, "lamps, group 6"),
    "1756.04": (24.6, "milk, group 6"),
    "1763.17": (3.3, "nails, group 6"),
    "1770.30": (7.0, "oil, group 6"),
    "1777.43": (10.7, "paper, group 6"),
    "1784.56": (14.4, "apples, group 7"),
    "1791.69": (18.1, "bolts, group 7"),
    "1798.82": (21.8, "cloth, group 7"),
    "1805.95": (0.5, "drills, group 7"),
    "1812.08": (4.2, "engines, group 7"),
    "1819.21": (7.9, "flour, group 7"),
    "1826.34": (11.6, "glass, group 7"),
    "1833.47": (15.3, "hammers, group 7"),
    "1840.60": (19.0, "ink, group 7"),
    "1847.73": (22.7, "jars, group 7"),
    "1854.86": (1.4, "knives, group 7"),
    "1861.99": (5.1, "lamps, group 7"),
    "1868.12": (8.8, "milk, group 7"),
    "1875.25": (12.5, "nails, group 7"),
    "1882.38": (16.2, "oil, group 7"),
    "1889.51": (19.9, "paper, group 7"),
    "1896.64": (23.6, "apples, group 8"),
    "1903.77": (2.3, "bolts, group 8"),
    "1910.90": (6.0, "cloth, group 8"),
    "1917.03": (9.7, "drills, group 8"),
    "1924.16": (13.4, "engines, group 8"),
    "1931.29": (17.1, "flour, group 8"),
    "1938.42": (20.8, "glass, group 8"),
    "1945.55": (24.5, "hammers, group 8"),
    "1952.68": (3.2, "ink, group 8"),
    "1959.81": (6.9, "jars, group 8"),
    "1966.94": (10.6, "knives, group 8"),
    "1973.07": (14.3, "lamps, group 8"),
    "1980.20": (18.0, "milk, group 8"),
    "1987.33": (21.7, "nails, group 8"),
    "1994.46": (0.4, "oil, group 8"),
    "2001.59": (4.1, "paper, group 8"),
    "2008.72": (7.8, "apples, group 9"),
    "2015.85": (11.5, "bolts, group 9"),
    "2022.98": (15.2, "cloth, group 9"),
    "2029.11": (18.9, "drills, group 9"),
    "2036.24": (22.6, "engines, group 9"),
    "2043.37": (1.3, "flour, group 9"),
    "2050.50": (5.0, "glass, group 9"),
    "2057.63": (8.7, "hammers, group 9"),
    "2064.76": (12.4, "ink, group 9"),
    "2071.89": (16.1, "jars, group 9"),
    "2078.02": (19.8, "knives, group 9"),
    "2085.15": (23.5, "lamps, group 9"),
    "2092.28": (2.2, "milk, group 9"),
    "2099.41": (5.9, "nails, group 9"),
    "2106.54": (9.6, "oil, group 9"),
    "2113.67": (13.3, "paper, group 9"),
    "2120.80": (17.0, "apples, group 10"),
    "2127.93": (20.7, "bolts, group 10"),
    "2134.06": (24.4, "cloth, group 10"),
    "2141.19": (3.1, "drills, group 10"),
    "2148.32": (6.8, "engines, group 10"),
    "2155.45": (10.5, "flour, group 10"),
    "2162.58": (14.2, "glass, group 10"),
    "2169.71": (17.9, "hammers, group 10"),
    "2176.84": (21.6, "ink, group 10"),
    "2183.97": (0.3, "jars, group 10"),
    "2190.10": (4.0, "knives, group 10"),
    "2197.23": (7.7, "lamps, group 10"),
    "2204.36": (11.4, "milk, group 10"),
    "2211.49": (15.1, "nails, group 10"),
    "2218.62": (18.8, "oil, group 10"),
    "2225.75": (22.5, "paper, group 10"),
    "2232.88": (1.2, "apples, group 11"),
    "2239.01": (4.9, "bolts, group 11"),
    "2246.14": (8.6, "cloth, group 11"),
    "2253.27": (12.3, "drills, group 11"),
    "2260.40": (16.0, "engines, group 11"),
    "2267.53": (19.7, "flour, group 11"),
    "2274.66": (23.4, "glass, group 11"),
    "2281.79": (2.1, "hammers, group 11"),
    "2288.92": (5.8, "ink, group 11"),
    "2295.05": (9.5, "jars, group 11"),
    "2302.18": (13.2, "knives, group 11"),
    "2309.31": (16.9, "lamps, group 11"),
    "2316.44": (20.6, "milk, group 11"),
    "2323.57": (24.3, "nails, group 11"),
    "2330.70": (3.0, "oil, group 11"),
    "2337.83": (6.7, "paper, group 11"),
    "2344.96": (10.4, "apples, group 12"),
    "2351.09": (14.1, "bolts, group 12"),
    "2358.22": (17.8, "cloth, group 12"),
    "2365.35": (21.5, "drills, group 12"),
    "2372.48": (0.2, "engines, group 12"),
    "2379.61": (3.9, "flour, group 12"),
    "2386.74": (7.6, "glass, group 12"),
    "2393.87": (11.3, "hammers, group 12"),
    "2400.00": (15.0, "ink, group 12"),
    "2407.13": (18.7, "jars, group 12"),
    "2414.26": (22.4, "knives, group 12"),
    "2421.39": (1.1, "lamps, group 12"),
    "2428.52": (4.8, "milk, group 12"),
    "2435.65": (8.5, "nails, group 12"),
    "2442.78": (12.2, "oil, group 12"),
    "2449.91": (15.9, "paper, group 12"),
    "2456.04": (19.6, "apples, group 13"),
    "2463.17": (23.3, "bolts, group 13"),
    "2470.30": (2.0, "cloth, group 13"),
    "2477.43": (5.7, "drills, group 13"),
    "2484.56": (9.4, "engines, group 13"),
    "2491.69": (13.1, "flour, group 13"),
    "2498.82": (16.8, "glass, group 13"),
    "2505.95": (20.5, "hammers, group 13"),
    "2512.08": (24.2, "ink, group 13"),
    "2519.21": (2.9, "jars, group 13"),
    "2526.34": (6.6, "knives, group 13"),
    "2533.47": (10.3, "lamps, group 13"),
    "2540.60": (14.0, "milk, group 13"),
    "2547.73": (17.7, "nails, group 13"),
    "2554.86": (21.4, "oil, group 13"),
    "2561.99": (0.1, "paper, group 13"),
    "2568.12": (3.8, "apples, group 14"),
    "2575.25": (7.5, "bolts, group 14"),
    "2582.38": (11.2, "cloth, group 14"),
    "2589.51": (14.9, "drills, group 14"),
    "2596.64": (18.6, "engines, group 14"),
    "2603.77": (22.3, "flour, group 14"),
    "2610.90": (1.0, "glass, group 14"),
    "2617.03": (4.7, "hammers, group 14"),
    "2624.16": (8.4, "ink, group 14"),
    "2631.29": (12.1, "jars, group 14"),
    "2638.42": (15.8, "knives, group 14"),
    "2645.55": (19.5, "lamps, group 14"),
    "2652.68": (23.2, "milk, group 14"),
    "2659.81": (1.9, "nails, group 14"),
    "2666.94": (5.6, "oil, group 14"),
    "2673.07": (9.3, "paper, group 14"),
    "2680.20": (13.0, "apples, group 15"),
    "2687.33": (16.7, "bolts, group 15"),
    "2694.46": (20.4, "cloth, group 15"),
    "2701.59": (24.1, "drills, group 15"),
    "2708.72": (2.8, "engines, group 15"),
    "2715.85": (6.5, "flour, group 15"),
    "2722.98": (10.2, "glass, group 15"),
    "2729.11": (13.9, "hammers, group 15"),
    "2736.24": (17.6, "ink, group 15"),
    "2743.37": (21.3, "jars, group 15"),
    "2750.50": (0.0, "knives, group 15"),
    "2757.63": (3.7, "lamps, group 15"),
    "2764.76": (7.4, "milk, group 15"),
    "2771.89": (11.1, "nails, group 15"),
    "2778.02": (14.8, "oil, group 15"),
    "2785.15": (18.5, "paper, group 15"),
    "2792.28": (22.2, "apples, group 16"),
    "2799.41": (0.9, "bolts, group 16"),
    "2806.54": (4.6, "cloth, group 16"),
    "2813.67": (8.3, "drills, group 16"),
    "2820.80": (12.0, "engines, group 16"),
    "2827.93": (15.7, "flour, group 16"),
    "2834.06": (19.4, "glass, group 16"),
    "2841.19": (23.1, "hammers, group 16"),
    "2848.32": (1.8, "ink, group 16"),
    "2855.45": (5.5, "jars, group 16"),
    "2862.58": (9.2, "knives, group 16"),
    "2869.71": (12.9, "lamps, group 16"),
    "2876.84": (16.6, "milk, group 16"),
    "2883.97": (20.3, "nails, group 16"),
    "2890.10": (24.0, "oil, group 16"),
    "2897.23": (2.7, "paper, group 16"),
    "2904.36": (6.4, "apples, group 17"),
    "2911.49": (10.1, "bolts, group 17"),
    "2918.62": (13.8, "cloth, group 17"),
    "2925.75": (17.5, "drills, group 17"),
    "2932.88": (21.2, "engines, group 17"),
    "2939.01": (24.9, "flour, group 17"),
    "2946.14": (3.6, "glass, group 17"),
    "2953.27": (7.3, "hammers, group 17"),
    "2960.40": (11.0, "ink, group 17"),
    "2967.53": (14.7, "jars, group 17"),
    "2974.66": (18.4, "knives, group 17"),
    "2981.79": (22.1, "lamps, group 17"),
    "2988.92": (0.8, "milk, group 17"),
    "2995.05": (4.5, "nails, group 17"),
    "3002.18": (8.2, "oil, group 17"),
    "3009.31": (11.9, "paper, group 17"),
    "3016.44": (15.6, "apples, group 18"),
    "3023.57": (19.3, "bolts, group 18"),
    "3030.70": (23.0, "cloth, group 18"),
    "3037.83": (1.7, "drills, group 18"),
    "3044.96": (5.4, "engines, group 18"),
    "3051.09": (9.1, "flour, group 18"),
    "3058.22": (12.8, "glass, group 18"),
    "3065.35": (16.5, "hammers, group 18"),
    "3072.48": (20.2, "ink, group 18"),
    "3079.61": (23.9, "jars, group 18"),
    "3086.74": (2.6, "knives, group 18"),
    "3093.87": (6.3, "lamps, group 18"),
    "3100.00": (10.0, "milk, group 18"),
    "3107.13": (13.7, "nails, group 18"),
    "3114.26": (17.4, "oil, group 18"),
    "3121.39": (21.1, "paper, group 18"),
    "3128.52": (24.8, "apples, group 19"),
    "3135.65": (3.5, "bolts, group 19"),
    "3142.78": (7.2, "cloth, group 19"),
    "3149.91": (10.9, "drills, group 19"),
    "3156.04": (14.6, "engines, group 19"),
    "3163.17": (18.3, "flour, group 19"),
    "3170.30": (22.0, "glass, group 19"),
    "3177.43": (0.7, "hammers, group 19"),
    "3184.56": (4.4, "ink, group 19"),
    "3191.69": (8.1, "jars, group 19"),
    "3198.82": (11.8, "knives, group 19"),
    "3205.95": (15.5, "lamps, group 19"),
    "3212.08": (19.2, "milk, group 19"),
    "3219.21": (22.9, "nails, group 19"),
    "3226.34": (1.6, "oil, group 19"),
    "3233.47": (5.3, "paper, group 19"),
    "3240.60": (9.0, "apples, group 20"),
    "3247.73": (12.7, "bolts, group 20"),
    "3254.86": (16.4, "cloth, group 20"),
    "3261.99": (20.1, "drills, group 20"),
    "3268.12": (23.8, "engines, group 20"),
    "3275.25": (2.5, "flour, group 20"),
    "3282.38": (6.2, "glass, group 20"),
    "3289.51": (9.9, "hammers, group 20"),
    "3296.64": (13.6, "ink, group 20"),
    "3303.77": (17.3, "jars, group 20"),
    "3310.90": (21.0, "knives, group 20"),
    "3317.03": (24.7, "lamps, group 20"),
    "3324.16": (3.4, "milk, group 20"),
    "3331.29": (7.1, "nails, group 20"),
    "3338.42": (10.8, "oil, group 20"),
    "3345.55": (14.5, "paper, group 20"),
    "3352.68": (18.2, "apples, group 21"),
    "3359.81": (21.9, "bolts, group 21"),
    "3366.94": (0.6, "cloth, group 21"),
    "3373.07": (4.3, "drills, group 21"),
    "3380.20": (8.0, "engines, group 21"),
    "3387.33": (11.7, "flour, group 21"),
    "3394.46": (15.4, "glass, group 21"),
    "3401.59": (19.1, "hammers, group 21"),
    "3408.72": (22.8, "ink, group 21"),
    "3415.85": (1.5, "jars, group 21"),
    "3422.98": (5.2, "knives, group 21"),
    "3429.11": (8.9, "lamps, group 21"),
    "3436.24": (12.6, "milk, group 21"),
    "3443.37": (16.3, "nails, group 21"),
    "3450.50": (20.0, "oil, group 21"),
    "3457.63": (23.7, "paper, group 21"),
    "3464.76": (2.4, "apples, group 22"),
    "3471.89": (6.1, "bolts, group 22"),
    "3478.02": (9.8, "cloth, group 22"),
    "3485.15": (13.5, "drills, group 22"),
    "3492.28": (17.2, "engines, group 22"),
    "3499.41": (20.9, "flour, group 22"),
    "3506.54": (24.6, "glass, group 22"),
    "3513.67": (3.3, "hammers, group 22"),
    "3520.80": (7.0, "ink, group 22"),
    "3527.93": (10.7, "jars, group 22"),
    "3534.06": (14.4, "knives, group 22"),
    "3541.19": (18.1, "lamps, group 22"),
    "3548.32": (21.8, "milk, group 22"),
    "3555.45": (0.5, "nails, group 22"),
    "3562.58": (4.2, "oil, group 22"),
    "3569.71": (7.9, "paper, group 22"),
    "3576.84": (11.6, "apples, group 23"),
    "3583.97": (15.3, "bolts, group 23"),
    "3590.10": (19.0, "cloth, group 23"),
    "3597.23": (22.7, "drills, group 23"),
    "3604.36": (1.4, "engines, group 23"),
    "3611.49": (5.1, "flour, group 23"),
    "3618.62": (8.8, "glass, group 23"),
    "3625.75": (12.5, "hammers, group 23"),
    "3632.88": (16.2, "ink, group 23"),
    "3639.01": (19.9, "jars, group 23"),
    "3646.14": (23.6, "knives, group 23"),
    "3653.27": (2.3, "lamps, group 23"),
    "3660.40": (6.0, "milk, group 23"),
    "3667.53": (9.7, "nails, group 23"),
    "3674.66": (13.4, "oil, group 23"),
    "3681.79": (17.1, "paper, group 23"),
    "3688.92": (20.8, "apples, group 24"),
    "3695.05": (24.5, "bolts, group 24"),
    "3702.18": (3.2, "cloth, group 24"),
    "3709.31": (6.9, "drills, group 24"),
    "3716.44": (10.6, "engines, group 24"),
    "3723.57": (14.3, "flour, group 24"),
    "3730.70": (18.0, "glass, group 24"),
    "3737.83": (21.7, "hammers, group 24"),
    "3744.96": (0.4, "ink, group 24"),
    "3751.09": (4.1, "jars, group 24"),
    "3758.22": (7.8, "knives, group 24"),
    "3765.35": (11.5, "lamps, group 24"),
    "3772.48": (15.2, "milk, group 24"),
    "3779.61": (18.9, "nails, group 24"),
    "3786.74": (22.6, "oil, group 24"),
    "3793.87": (1.3, "paper, group 24"),
    "3800.00": (5.0, "apples, group 25"),
    "3807.13": (8.7, "bolts, group 25"),
    "3814.26": (12.4, "cloth, group 25"),
    "3821.39": (16.1, "drills, group 25"),
    "3828.52": (19.8, "engines, group 25"),
    "3835.65": (23.5, "flour, group 25"),
    "3842.78": (2.2, "glass, group 25"),
    "3849.91": (5.9, "hammers, group 25"),
    "3856.04": (9.6, "ink, group 25"),
    "3863.17": (13.3, "jars, group 25"),
    "3870.30": (17.0, "knives, group 25"),
    "3877.43": (20.7, "lamps, group 25"),
    "3884.56": (24.4, "milk, group 25"),
    "3891.69": (3.1, "nails, group 25"),
    "3898.82": (6.8, "oil, group 25"),
    "3905.95": (10.5, "paper, group 25"),
    "3912.08": (14.2, "apples, group 26"),
    "3919.21": (17.9, "bolts, group 26"),
    "3926.34": (21.6, "cloth, group 26"),
    "3933.47": (0.3, "drills, group 26"),
    "3940.60": (4.0, "engines, group 26"),
    "3947.73": (7.7, "flour, group 26"),
    "3954.86": (11.4, "glass, group 26"),
    "3961.99": (15.1, "hammers, group 26"),
    "3968.12": (18.8, "ink, group 26"),
    "3975.25": (22.5, "jars, group 26"),
    "3982.38": (1.2, "knives, group 26"),
    "3989.51": (4.9, "lamps, group 26"),
    "3996.64": (8.6, "milk, group 26"),
    "4003.77": (12.3, "nails, group 26"),
    "4010.90": (16.0, "oil, group 26"),
    "4017.03": (19.7, "paper, group 26"),
    "4024.16": (23.4, "apples, group 27"),
    "4031.29": (2.1, "bolts, group 27"),
    "4038.42": (5.8, "cloth, group 27"),
    "4045.55": (9.5, "drills, group 27"),
    "4052.68": (13.2, "engines, group 27"),
    "4059.81": (16.9, "flour, group 27"),
    "4066.94": (20.6, "glass, group 27"),
    "4073.07": (24.3, "hammers, group 27"),
    "4080.20": (3.0, "ink, group 27"),
    "4087.33": (6.7, "jars, group 27"),
    "4094.46": (10.4, "knives, group 27"),
    "4101.59": (14.1, "lamps, group 27"),
    "4108.72": (17.8, "milk, group 27"),
    "4115.85": (21.5, "nails, group 27"),
    "4122.98": (0.2, "oil, group 27"),
    "4129.11": (3.9, "paper, group 27"),
    "4136.24": (7.6, "apples, group 28"),
    "4143.37": (11.3, "bolts, group 28"),
    "4150.50": (15.0, "cloth, group 28"),
    "4157.63": (18.7, "drills, group 28"),
    "4164.76": (22.4, "engines, group 28"),
    "4171.89": (1.1, "flour, group 28"),
    "4178.02": (4.8, "glass, group 28"),
    "4185.15": (8.5, "hammers, group 28"),
    "4192.28": (12.2, "ink, group 28"),
    "4199.41": (15.9, "jars, group 28"),
    "4206.54": (19.6, "knives, group 28"),
    "4213.67": (23.3, "lamps, group 28"),
    "4220.80": (2.0, "milk, group 28"),
    "4227.93": (5.7, "nails, group 28"),
    "4234.06": (9.4, "oil, group 28"),
    "4241.19": (13.1, "paper, group 28"),
    "4248.32": (16.8, "apples, group 29"),
    "4255.45": (20.5, "bolts, group 29"),
    "4262.58": (24.2, "cloth, group 29"),
    "4269.71": (2.9, "drills, group 29"),
    "4276.84": (6.6, "engines, group 29"),
    "4283.97": (10.3, "flour, group 29"),
    "4290.10": (14.0, "glass, group 29"),
    "4297.23": (17.7, "hammers, group 29"),
    "4304.36": (21.4, "ink, group 29"),
    "4311.49": (0.1, "jars, group 29"),
    "4318.62": (3.8, "knives, group 29"),
    "4325.75": (7.5, "lamps, group 29"),
    "4332.88": (11.2, "milk, group 29"),
    "4339.01": (14.9, "nails, group 29"),
    "4346.14": (18.6, "oil, group 29"),
    "4353.27": (22.3, "paper, group 29"),
    "4360.40": (1.0, "apples, group 30"),
    "4367.53": (4.7, "bolts, group 30"),
    "4374.66": (8.4, "cloth, group 30"),
    "4381.79": (12.1, "drills, group 30"),
    "4388.92": (15.8, "engines, group 30"),
    "4395.05": (19.5, "flour, group 30"),
    "4402.18": (23.2, "glass, group 30"),
    "4409.31": (1.9, "hammers, group 30"),
    "4416.44": (5.6, "ink, group 30"),
    "4423.57": (9.3, "jars, group 30"),
    "4430.70": (13.0, "knives, group 30"),
    "4437.83": (16.7, "lamps, group 30"),
    "4444.96": (20.4, "milk, group 30"),
    "4451.09": (24.1, "nails, group 30"),
    "4458.22": (2.8, "oil, group 30"),
    "4465.35": (6.5, "paper, group 30"),
    "4472.48": (10.2, "apples, group 31"),
    "4479.61": (13.9, "bolts, group 31"),
    "4486.74": (17.6, "cloth, group 31"),
    "4493.87": (21.3, "drills, group 31"),
    "4500.00": (0.0, "engines, group 31"),
    "4507.13": (3.7, "flour, group 31"),
    "4514.26": (7.4, "glass, group 31"),
    "4521.39": (11.1, "hammers, group 31"),
    "4528.52": (14.8, "ink, group 31"),
    "4535.65": (18.5, "jars, group 31"),
    "4542.78": (22.2, "knives, group 31"),
    "4549.91": (0.9, "lamps, group 31"),
    "4556.04": (4.6, "milk, group 31"),
    "4563.17": (8.3, "nails, group 31"),
    "4570.30": (12.0, "oil, group 31"),
    "4577.43": (15.7, "paper, group 31"),
    "4584.56": (19.4, "apples, group 32"),
    "4591.69": (23.1, "bolts, group 32"),
    "4598.82": (1.8, "cloth, group 32"),
    "4605.95": (5.5, "drills, group 32"),
    "4612.08": (9.2, "engines, group 32"),
    "4619.21": (12.9, "flour, group 32"),
    "4626.34": (16.6, "glass, group 32"),
    "4633.47": (20.3, "hammers, group 32"),
    "4640.60": (24.0, "ink, group 32"),
    "4647.73": (2.7, "jars, group 32"),
    "4654.86": (6.4, "knives, group 32"),
    "4661.99": (10.1, "lamps, group 32"),
    "4668.12": (13.8, "milk, group 32"),
    "4675.25": (17.5, "nails, group 32"),
    "4682.38": (21.2, "oil, group 32"),
    "4689.51": (24.9, "paper, group 32"),
    "4696.64": (3.6, "apples, group 33"),
    "4703.77": (7.3, "bolts, group 33"),
    "4710.90": (11.0, "cloth, group 33"),
    "4717.03": (14.7, "drills, group 33"),
    "4724.16": (18.4, "engines, group 33"),
    "4731.29": (22.1, "flour, group 33"),
    "4738.42": (0.8, "glass, group 33"),
    "4745.55": (4.5, "hammers, group 33"),
    "4752.68": (8.2, "ink, group 33"),
    "4759.81": (11.9, "jars, group 33"),
    "4766.94": (15.6, "knives, group 33"),
    "4773.07": (19.3, "lamps, group 33"),
    "4780.20": (23.0, "milk, group 33"),
    "4787.33": (1.7, "nails, group 33"),
    "4794.46": (5.4, "oil, group 33"),
    "4801.59": (9.1, "paper, group 33"),
    "4808.72": (12.8, "apples, group 34"),
    "4815.85": (16.5, "bolts, group 34"),
    "4822.98": (20.2, "cloth, group 34"),
    "4829.11": (23.9, "drills, group 34"),
    "4836.24": (2.6, "engines, group 34"),
    "4843.37": (6.3, "flour, group 34"),
    "4850.50": (10.0, "glass, group 34"),
    "4857.63": (13.7, "hammers, group 34"),
    "4864.76": (17.4, "ink, group 34"),
    "4871.89": (21.1, "jars, group 34"),
    "4878.02": (24.8, "knives, group 34"),
    "4885.15": (3.5, "lamps, group 34"),
    "4892.28": (7.2, "milk, group 34"),
    "4899.41": (10.9, "nails, group 34"),
    "4906.54": (14.6, "oil, group 34"),
    "4913.67": (18.3, "paper, group 34"),
    "4920.80": (22.0, "apples, group 35"),
    "4927.93": (0.7, "bolts, group 35"),
    "4934.06": (4.4, "cloth, group 35"),
    "4941.19": (8.1, "drills, group 35"),
    "4948.32": (11.8, "engines, group 35"),
    "4955.45": (15.5, "flour, group 35"),
    "4962.58": (19.2, "glass, group 35"),
    "4969.71": (22.9, "hammers, group 35"),
    "4976.84": (1.6, "ink, group 35"),
    "4983.97": (5.3, "jars, group 35"),
    "4990.10": (9.0, "knives, group 35"),
    "4997.23": (12.7, "lamps, group 35"),
    "5004.36": (16.4, "milk, group 35"),
    "5011.49": (20.1, "nails, group 35"),
    "5018.62": (23.8, "oil, group 35"),
    "5025.75": (2.5, "paper, group 35"),
    "5032.88": (6.2, "apples, group 36"),
    "5039.01": (9.9, "bolts, group 36"),
    "5046.14": (13.6, "cloth, group 36"),
    "5053.27": (17.3, "drills, group 36"),
    "5060.40": (21.0, "engines, group 36"),
    "5067.53": (24.7, "flour, group 36"),
    "5074.66": (3.4, "glass, group 36"),
    "5081.79": (7.1, "hammers, group 36"),
    "5088.92": (10.8, "ink, group 36"),
    "5095.05": (14.5, "jars, group 36"),
    "5102.18": (18.2, "knives, group 36"),
    "5109.31": (21.9, "lamps, group 36"),
    "5116.44": (0.6, "milk, group 36"),
    "5123.57": (4.3, "nails, group 36"),
    "5130.70": (8.0, "oil, group 36"),
    "5137.83": (11.7, "paper, group 36"),
    "5144.96": (15.4, "apples, group 37"),
    "5151.09": (19.1, "bolts, group 37"),
    "5158.22": (22.8, "cloth, group 37"),
    "5165.35": (1.5, "drills, group 37"),
    "5172.48": (5.2, "engines, group 37"),
    "5179.61": (8.9, "flour, group 37"),
    "5186.74": (12.6, "glass, group 37"),
    "5193.87": (16.3, "hammers, group 37"),
    "5200.00": (20.0, "ink, group 37"),
    "5207.13": (23.7, "jars, group 37"),
    "5214.26": (2.4, "knives, group 37"),
    "5221.39": (6.1, "lamps, group 37"),
    "5228.52": (9.8, "milk, group 37"),
    "5235.65": (13.5, "nails, group 37"),
    "5242.78": (17.2, "oil, group 37"),
    "5249.91": (20.9, "paper, group 37"),
    "5256.04": (24.6, "apples, group 38"),
    "5263.17": (3.3, "bolts, group 38"),
    "5270.30": (7.0, "cloth, group 38"),
    "5277.43": (10.7, "drills, group 38"),
    "5284.56": (14.4, "engines, group 38"),
    "5291.69": (18.1, "flour, group 38"),
    "5298.82": (21.8, "glass, group 38"),
    "5305.95": (0.5, "hammers, group 38"),
    "5312.08": (4.2, "ink, group 38"),
    "5319.21": (7.9, "jars, group 38"),
    "5326.34": (11.6, "knives, group 38"),
    "5333.47": (15.3, "lamps, group 38"),
    "5340.60": (19.0, "milk, group 38"),
    "5347.73": (22.7, "nails, group 38"),
    "5354.86": (1.4, "oil, group 38"),
    "5361.99": (5.1, "paper, group 38"),
    "5368.12": (8.8, "apples, group 39"),
    "5375.25": (12.5, "bolts, group 39"),
    "5382.38": (16.2, "cloth, group 39"),
    "5389.51": (19.9, "drills, group 39"),
    "5396.64": (23.6, "engines, group 39"),
    "5403.77": (2.3, "flour, group 39"),
    "5410.90": (6.0, "glass, group 39"),
    "5417.03": (9.7, "hammers, group 39"),
    "5424.16": (13.4, "ink, group 39"),
    "5431.29": (17.1, "jars, group 39"),
    "5438.42": (20.8, "knives, group 39"),
    "5445.55": (24.5, "lamps, group 39"),
    "5452.68": (3.2, "milk, group 39"),
    "5459.81": (6.9, "nails, group 39"),
    "5466.94": (10.6, "oil, group 39"),
    "5473.07": (14.3, "paper, group 39"),
    "5480.20": (18.0, "apples, group 40"),
    "5487.33": (21.7, "bolts, group 40"),
    "5494.46": (0.4, "cloth, group 40"),
    "5501.59": (4.1, "drills, group 40"),
    "5508.72": (7.8, "engines, group 40"),
    "5515.85": (11.5, "flour, group 40"),
    "5522.98": (15.2, "glass, group 40"),
    "5529.11": (18.9, "hammers, group 40"),
    "5536.24": (22.6, "ink, group 40"),
    "5543.37": (1.3, "jars, group 40"),
    "5550.50": (5.0, "knives, group 40"),
    "5557.63": (8.7, "lamps, group 40"),
    "5564.76": (12.4, "milk, group 40"),
    "5571.89": (16.1, "nails, group 40"),
    "5578.02": (19.8, "oil, group 40"),
    "5585.15": (23.5, "paper, group 40"),
    "5592.28": (2.2, "apples, group 41"),
    "5599.41": (5.9, "bolts, group 41"),
    "5606.54": (9.6, "cloth, group 41"),
    "5613.67": (13.3, "drills, group 41"),
    "5620.80": (17.0, "engines, group 41"),
    "5627.93": (20.7, "flour, group 41"),
    "5634.06": (24.4, "glass, group 41"),
    "5641.19": (3.1, "hammers, group 41"),
    "5648.32": (6.8, "ink, group 41"),
    "5655.45": (10.5, "jars, group 41"),
    "5662.58": (14.2, "knives, group 41"),
    "5669.71": (17.9, "lamps, group 41"),
    "5676.84": (21.6, "milk, group 41"),
    "5683.97": (0.3, "nails, group 41"),
    "5690.10": (4.0, "oil, group 41"),
    "5697.23": (7.7, "paper, group 41"),
    "5704.36": (11.4, "apples, group 42"),
    "5711.49": (15.1, "bolts, group 42"),
    "5718.62": (18.8, "cloth, group 42"),
    "5725.75": (22.5, "drills, group 42"),
    "5732.88": (1.2, "engines, group 42"),
    "5739.01": (4.9, "flour, group 42"),
    "5746.14": (8.6, "glass, group 42"),
    "5753.27": (12.3, "hammers, group 42"),
    "5760.40": (16.0, "ink, group 42"),
    "5767.53": (19.7, "jars, group 42"),
    "5774.66": (23.4, "knives, group 42"),
    "5781.79": (2.1, "lamps, group 42"),
    "5788.92": (5.8, "milk, group 42"),
    "5795.05": (9.5, "nails, group 42"),
    "5802.18": (13.2, "oil, group 42"),
    "5809.31": (16.9, "paper, group 42"),
    "5816.44": (20.6, "apples, group 43"),
    "5823.57": (24.3, "bolts, group 43"),
    "5830.70": (3.0, "cloth, group 43"),
    "5837.83": (6.7, "drills, group 43"),
    "5844.96": (10.4, "engines, group 43"),
    "5851.09": (14.1, "flour, group 43"),
    "5858.22": (17.8, "glass, group 43"),
    "5865.35": (21.5, "hammers, group 43"),
    "5872.48": (0.2, "ink, group 43"),
    "5879.61": (3.9, "jars, group 43"),
    "5886.74": (7.6, "knives, group 43"),
    "5893.87": (11.3, "lamps, group 43"),
    "5900.00": (15.0, "milk, group 43"),
    "5907.13": (18.7, "nails, group 43"),
    "5914.26": (22.4, "oil, group 43"),
    "5921.39": (1.1, "paper, group 43"),
    "5928.52": (4.8, "apples, group 44"),
    "5935.65": (8.5, "bolts, group 44"),
    "5942.78": (12.2, "cloth, group 44"),
    "5949.91": (15.9, "drills, group 44"),
    "5956.04": (19.6, "engines, group 44"),
    "5963.17": (23.3, "flour, group 44"),
    "5970.30": (2.0, "glass, group 44"),
    "5977.43": (5.7, "hammers, group 44"),
    "5984.56": (9.4, "ink, group 44"),
    "5991.69": (13.1, "jars, group 44"),
    "5998.82": (16.8, "knives, group 44"),
    "6005.95": (20.5, "lamps, group 44"),
    "6012.08": (24.2, "milk, group 44"),
    "6019.21": (2.9, "nails, group 44"),
    "6026.34": (6.6, "oil, group 44"),
    "6033.47": (10.3, "paper, group 44"),
    "6040.60": (14.0, "apples, group 45"),
    "6047.73": (17.7, "bolts, group 45"),
    "6054.86": (21.4, "cloth, group 45"),
    "6061.99": (0.1, "drills, group 45"),
    "6068.12": (3.8, "engines, group 45"),
    "6075.25": (7.5, "flour, group 45"),
    "6082.38": (11.2, "glass, group 45"),
    "6089.51": (14.9, "hammers, group 45"),
    "6096.64": (18.6, "ink, group 45"),
    "6103.77": (22.3, "jars, group 45"),
    "6110.90": (1.0, "knives, group 45"),
    "6117.03": (4.7, "lamps, group 45"),
    "6124.16": (8.4, "milk, group 45"),
    "6131.29": (12.1, "nails, group 45"),
    "6138.42": (15.8, "oil, group 45"),
    "6145.55": (19.5, "paper, group 45"),
    "6152.68": (23.2, "apples, group 46"),
    "6159.81": (1.9, "bolts, group 46"),
    "6166.94": (5.6, "cloth, group 46"),
    "6173.07": (9.3, "drills, group 46"),
    "6180.20": (13.0, "engines, group 46"),
    "6187.33": (16.7, "flour, group 46"),
    "6194.46": (20.4, "glass, group 46"),
    "6201.59": (24.1, "hammers, group 46"),
    "6208.72": (2.8, "ink, group 46"),
    "6215.85": (6.5, "jars, group 46"),
    "6222.98": (10.2, "knives, group 46"),
    "6229.11": (13.9, "lamps, group 46"),
    "6236.24": (17.6, "milk, group 46"),
    "6243.37": (21.3, "nails, group 46"),
    "6250.50": (0.0, "oil, group 46"),
    "6257.63": (3.7, "paper, group 46"),
    "6264.76": (7.4, "apples, group 47"),
    "6271.89": (11.1, "bolts, group 47"),
    "6278.02": (14.8, "cloth, group 47"),
    "6285.15": (18.5, "drills, group 47"),
    "6292.28": (22.2, "engines, group 47"),
    "6299.41": (0.9, "flour, group 47"),
    "6306.54": (4.6, "glass, group 47"),
    "6313.67": (8.3, "hammers, group 47"),
    "6320.80": (12.0, "ink, group 47"),
    "6327.93": (15.7, "jars, group 47"),
    "6334.06": (19.4, "knives, group 47"),
    "6341.19": (23.1, "lamps, group 47"),
    "6348.32": (1.8, "milk, group 47"),
    "6355.45": (5.5, "nails, group 47"),
    "6362.58": (9.2, "oil, group 47"),
    "6369.71": (12.9, "paper, group 47"),
    "6376.84": (16.6, "apples, group 48"),
    "6383.97": (20.3, "bolts, group 48"),
    "6390.10": (24.0, "cloth, group 48"),
    "6397.23": (2.7, "drills, group 48"),
    "6404.36": (6.4, "engines, group 48"),
    "6411.49": (10.1, "flour, group 48"),
    "6418.62": (13.8, "glass, group 48"),
    "6425.75": (17.5, "hammers, group 48"),
    "6432.88": (21.2, "ink, group 48"),
    "6439.01": (24.9, "jars, group 48"),
    "6446.14": (3.6, "knives, group 48"),
    "6453.27": (7.3, "lamps, group 48"),
    "6460.40": (11.0, "milk, group 48"),
    "6467.53": (14.7, "nails, group 48"),
    "6474.66": (18.4, "oil, group 48"),
    "6481.79": (22.1, "paper, group 48"),
    "6488.92": (0.8, "apples, group 49"),
    "6495.05": (4.5, "bolts, group 49"),
    "6502.18": (8.2, "cloth, group 49"),
    "6509.31": (11.9, "drills, group 49"),
    "6516.44": (15.6, "engines, group 49"),
    "6523.57": (19.3, "flour, group 49"),
    "6530.70": (23.0, "glass, group 49"),
    "6537.83": (1.7, "hammers, group 49"),
    "6544.96": (5.4, "ink, group 49"),
    "6551.09": (9.1, "jars, group 49"),
    "6558.22": (12.8, "knives, group 49"),
    "6565.35": (16.5, "lamps, group 49"),
    "6572.48": (20.2, "milk, group 49"),
    "6579.61": (23.9, "nails, group 49"),
    "6586.74": (2.6, "oil, group 49"),
    "6593.87": (6.3, "paper, group 49"),
    "6600.00": (10.0, "apples, group 50"),
    "6607.13": (13.7, "bolts, group 50"),
    "6614.26": (17.4, "cloth, group 50"),
    "6621.39": (21.1, "drills, group 50"),
    "6628.52": (24.8, "engines, group 50"),
    "6635.65": (3.5, "flour, group 50"),
    "6642.78": (7.2, "glass, group 50"),
    "6649.91": (10.9, "hammers, group 50"),
    "6656.04": (14.6, "ink, group 50"),
    "6663.17": (18.3, "jars, group 50"),
    "6670.30": (22.0, "knives, group 50"),
    "6677.43": (0.7, "lamps, group 50"),
    "6684.56": (4.4, "milk, group 50"),
    "6691.69": (8.1, "nails, group 50"),
    "6698.82": (11.8, "oil, group 50"),
    "6705.95": (15.5, "paper, group 50"),
    "6712.08": (19.2, "apples, group 51"),
    "6719.21": (22.9, "bolts, group 51"),
    "6726.34": (1.6, "cloth, group 51"),
    "6733.47": (5.3, "drills, group 51"),
    "6740.60": (9.0, "engines, group 51"),
    "6747.73": (12.7, "flour, group 51"),
    "6754.86": (16.4, "glass, group 51"),
    "6761.99": (20.1, "hammers, group 51"),
    "6768.12": (23.8, "ink, group 51"),
    "6775.25": (2.5, "jars, group 51"),
    "6782.38": (6.2, "knives, group 51"),
    "6789.51": (9.9, "lamps, group 51"),
    "6796.64": (13.6, "milk, group 51"),
    "6803.77": (17.3, "nails, group 51"),
    "6810.90": (21.0, "oil, group 51"),
    "6817.03": (24.7, "paper, group 51"),
    "6824.16": (3.4, "apples, group 52"),
    "6831.29": (7.1, "bolts, group 52"),
    "6838.42": (10.8, "cloth, group 52"),
    "6845.55": (14.5, "drills, group 52"),
    "6852.68": (18.2, "engines, group 52"),
    "6859.81": (21.9, "flour, group 52"),
    "6866.94": (0.6, "glass, group 52"),
    "6873.07": (4.3, "hammers, group 52"),
    "6880.20": (8.0, "ink, group 52"),
    "6887.33": (11.7, "jars, group 52"),
    "6894.46": (15.4, "knives, group 52"),
    "6901.59": (19.1, "lamps, group 52"),
    "6908.72": (22.8, "milk, group 52"),
    "6915.85": (1.5, "nails, group 52"),
    "6922.98": (5.2, "oil, group 52"),
    "6929.11": (8.9, "paper, group 52"),
    "6936.24": (12.6, "apples, group 53"),
    "6943.37": (16.3, "bolts, group 53"),
    "6950.50": (20.0, "cloth, group 53"),
    "6957.63": (23.7, "drills, group 53"),
    "6964.76": (2.4, "engines, group 53"),
    "6971.89": (6.1, "flour, group 53"),
    "6978.02": (9.8, "glass, group 53"),
    "6985.15": (13.5, "hammers, group 53"),
    "6992.28": (17.2, "ink, group 53"),
    "6999.41": (20.9, "jars, group 53"),
    "7006.54": (24.6, "knives, group 53"),
    "7013.67": (3.3, "lamps, group 53"),
    "7020.80": (7.0, "milk, group 53"),
    "7027.93": (10.7, "nails, group 53"),
    "7034.06": (14.4, "oil, group 53"),
    "7041.19": (18.1, "paper, group 53"),
    "7048.32": (21.8, "apples, group 54"),
    "7055.45": (0.5, "bolts, group 54"),
    "7062.58": (4.2, "cloth, group 54"),
    "7069.71": (7.9, "drills, group 54"),
    "7076.84": (11.6, "engines, group 54"),
    "7083.97": (15.3, "flour, group 54"),
    "7090.10": (19.0, "glass, group 54"),
    "7097.23": (22.7, "hammers, group 54"),
    "7104.36": (1.4, "ink, group 54"),
    "7111.49": (5.1, "jars, group 54"),
    "7118.62": (8.8, "knives, group 54"),
    "7125.75": (12.5, "lamps, group 54"),
    "7132.88": (16.2, "milk, group 54"),
    "7139.01": (19.9, "nails, group 54"),
    "7146.14": (23.6, "oil, group 54"),
    "7153.27": (2.3, "paper, group 54"),
    "7160.40": (6.0, "apples, group 55"),
    "7167.53": (9.7, "bolts, group 55"),
    "7174.66": (13.4, "cloth, group 55"),
    "7181.79": (17.1, "drills, group 55"),
    "7188.92": (20.8, "engines, group 55"),
    "7195.05": (24.5, "flour, group 55"),
    "7202.18": (3.2, "glass, group 55"),
    "7209.31": (6.9, "hammers, group 55"),
    "7216.44": (10.6, "ink, group 55"),
    "7223.57": (14.3, "jars, group 55"),
    "7230.70": (18.0, "knives, group 55"),
    "7237.83": (21.7, "lamps, group 55"),
    "7244.96": (0.4, "milk, group 55"),
    "7251.09": (4.1, "nails, group 55"),
    "7258.22": (7.8, "oil, group 55"),
    "7265.35": (11.5, "paper, group 55"),
    "7272.48": (15.2, "apples, group 56"),
    "7279.61": (18.9, "bolts, group 56"),
    "7286.74": (22.6, "cloth, group 56"),
    "7293.87": (1.3, "drills, group 56"),
}

NOTES = {
    0: """Note 0: see main.tariff.note_0_index.
    SELECT rate FROM main.tariff.rates_0 WHERE chapter = 0.
    """,
    1: """Note 1: see main.tariff.note_1_index.
    SELECT rate FROM main.tariff.rates_1 WHERE chapter = 1.
    """,
    2: """Note 2: see main.tariff.note_2_index.
    SELECT rate FROM main.tariff.rates_2 WHERE chapter = 2.
    """,
    3: """Note 3: see main.tariff.note_3_index.
    SELECT rate FROM main.tariff.rates_3 WHERE chapter = 3.
    """,
    4: """Note 4: see main.tariff.note_4_index.
    SELECT rate FROM main.tariff.rates_4 WHERE chapter = 4.
    """,
    5: """Note 5: see main.tariff.note_5_index.
    SELECT rate FROM main.tariff.rates_5 WHERE chapter = 5.
    """,
    6: """Note 6: see main.tariff.note_6_index.
    SELECT rate FROM main.tariff.rates_6 WHERE chapter = 6.
    """,
    7: """Note 7: see main.tariff.note_7_index.
    SELECT rate FROM main.tariff.rates_7 WHERE chapter = 7.
    """,
    8: """Note 8: see main.tariff.note_8_index.
    SELECT rate FROM main.tariff.rates_8 WHERE chapter = 8.
    """,
    9: """Note 9: see main.tariff.note_9_index.
    SELECT rate FROM main.tariff.rates_9 WHERE chapter = 9.
    """,
    10: """Note 10: see main.tariff.note_10_index.
    SELECT rate FROM main.tariff.rates_10 WHERE chapter = 10.
    """,
    11: """Note 11: see main.tariff.note_11_index.
    SELECT rate FROM main.tariff.rates_11 WHERE chapter = 11.
    """,
    12: """Note 12: see main.tariff.note_12_index.
    SELECT rate FROM main.tariff.rates_12 WHERE chapter = 12.
    """,
    13: """Note 13: see main.tariff.note_13_index.
    SELECT rate FROM main.tariff.rates_13 WHERE chapter = 13.
    """,
    14: """Note 14: see main.tariff.note_14_index.
    SELECT rate FROM main.tariff.rates_14 WHERE chapter = 14.
    """,
    15: """Note 15: see main.tariff.note_15_index.
    SELECT rate FROM main.tariff.rates_15 WHERE chapter = 15.
    """,
    16: """Note 16: see main.tariff.note_16_index.
    SELECT rate FROM main.tariff.rates_16 WHERE chapter = 16.
    """,
    17: """Note 17: see main.tariff.note_17_index.
    SELECT rate FROM main.tariff.rates_17 WHERE chapter = 17.
    """,
    18: """Note 18: see main.tariff.note_18_index.
    SELECT rate FROM main.tariff.rates_18 WHERE chapter = 18.
    """,
    19: """Note 19: see main.tariff.note_19_index.
    SELECT rate FROM main.tariff.rates_19 WHERE chapter = 19.
    """,
    20: """Note 20: see main.tariff.note_20_index.
    SELECT rate FROM main.tariff.rates_20 WHERE chapter = 20.
    """,
    21: """Note 21: see main.tariff.note_21_index.
    SELECT rate FROM main.tariff.rates_21 WHERE chapter = 21.
    """,
    22: """Note 22: see main.tariff.note_22_index.
    SELECT rate FROM main.tariff.rates_22 WHERE chapter = 22.
    """,
    23: """Note 23: see main.tariff.note_23_index.
    SELECT rate FROM main.tariff.rates_23 WHERE chapter = 23.
    """,
    24: """Note 24: see main.tariff.note_24_index.
    SELECT rate FROM main.tariff.rates_24 WHERE chapter = 24.
    """,
    25: """Note 25: see main.tariff.note_25_index.
    SELECT rate FROM main.tariff.rates_25 WHERE chapter = 25.
    """,
    26: """Note 26: see main.tariff.note_26_index.
    SELECT rate FROM main.tariff.rates_26 WHERE chapter = 26.
    """,
    27: """Note 27: see main.tariff.note_27_index.
    SELECT rate FROM main.tariff.rates_27 WHERE chapter = 27.
    """,
    28: """Note 28: see main.tariff.note_28_index.
    SELECT rate FROM main.tariff.rates_28 WHERE chapter = 28.
    """,
    29: """Note 29: see main.tariff.note_29_index.
    SELECT rate FROM main.tariff.rates_29 WHERE chapter = 29.
    """,
    30: """Note 30: see main.tariff.note_30_index.
    SELECT rate FROM main.tariff.rates_30 WHERE chapter = 30.
    """,
    31: """Note 31: see main.tariff.note_31_index.
    SELECT rate FROM main.tariff.rates_31 WHERE chapter = 31.
    """,
    32: """Note 32: see main.tariff.note_32_index.
    SELECT rate FROM main.tariff.rates_32 WHERE chapter = 32.
    """,
    33: """Note 33: see main.tariff.note_33_index.
    SELECT rate FROM main.tariff.rates_33 WHERE chapter = 33.
    """,
    34: """Note 34: see main.tariff.note_34_index.
    SELECT rate FROM main.tariff.rates_34 WHERE chapter = 34.
    """,
    35: """Note 35: see main.tariff.note_35_index.
    SELECT rate FROM main.tariff.rates_35 WHERE chapter = 35.
    """,
    36: """Note 36: see main.tariff.note_36_index.
    SELECT rate FROM main.tariff.rates_36 WHERE chapter = 36.
    """,
    37: """Note 37: see main.tariff.note_37_index.
    SELECT rate FROM main.tariff.rates_37 WHERE chapter = 37.
    """,
    38: """Note 38: see main.tariff.note_38_index.
    SELECT rate FROM main.tariff.rates_38 WHERE chapter = 38.
    """,
    39: """Note 39: see main.tariff.note_39_index.
    SELECT rate FROM main.tariff.rates_39 WHERE chapter = 39.
    """,
    40: """Note 40: see main.tariff.note_40_index.
    SELECT rate FROM main.tariff.rates_40 WHERE chapter = 40.
    """,
    41: """Note 41: see main.tariff.note_41_index.
    SELECT rate FROM main.tariff.rates_41 WHERE chapter = 41.
    """,
    42: """Note 42: see main.tariff.note_42_index.
    SELECT rate FROM main.tariff.rates_42 WHERE chapter = 42.
    """,
    43: """Note 43: see main.tariff.note_43_index.
    SELECT rate FROM main.tariff.rates_43 WHERE chapter = 43.
    """,
    44: """Note 44: see main.tariff.note_44_index.
    SELECT rate FROM main.tariff.rates_44 WHERE chapter = 44.
    """,
    45: """Note 45: see main.tariff.note_45_index.
    SELECT rate FROM main.tariff.rates_45 WHERE chapter = 45.
    """,
    46: """Note 46: see main.tariff.note_46_index.
    SELECT rate FROM main.tariff.rates_46 WHERE chapter = 46.
    """,
    47: """Note 47: see main.tariff.note_47_index.
    SELECT rate FROM main.tariff.rates_47 WHERE chapter = 47.
    """,
    48: """Note 48: see main.tariff.note_48_index.
    SELECT rate FROM main.tariff.rates_48 WHERE chapter = 48.
    """,
    49: """Note 49: see main.tariff.note_49_index.
    SELECT rate FROM main.tariff.rates_49 WHERE chapter = 49.
    """,
    50: """Note 50: see main.tariff.note_50_index.
    SELECT rate FROM main.tariff.rates_50 WHERE chapter = 50.
    """,
    51: """Note 51: see main.tariff.note_51_index.
    SELECT rate FROM main.tariff.rates_51 WHERE chapter = 51.
    """,
    52: """Note 52: see main.tariff.note_52_index.
    SELECT rate FROM main.tariff.rates_52 WHERE chapter = 52.
    """,
    53: """Note 53: see main.tariff.note_53_index.
    SELECT rate FROM main.tariff.rates_53 WHERE chapter = 53.
    """,
    54: """Note 54: see main.tariff.note_54_index.
    SELECT rate FROM main.tariff.rates_54 WHERE chapter = 54.
    """,
    55: """Note 55: see main.tariff.note_55_index.
    SELECT rate FROM main.tariff.rates_55 WHERE chapter = 55.
    """,
    56: """Note 56: see main.tariff.note_56_index.
    SELECT rate FROM main.tariff.rates_56 WHERE chapter = 56.
    """,
    57: """Note 57: see main.tariff.note_57_index.
    SELECT rate FROM main.tariff.rates_57 WHERE chapter = 57.
    """,
    58: """Note 58: see main.tariff.note_58_index.
    SELECT rate FROM main.tariff.rates_58 WHERE chapter = 58.
    """,
    59: """Note 59: see main.tariff.note_59_index.
    SELECT rate FROM main.tariff.rates_59 WHERE chapter = 59.
    """,
    60: """Note 60: see main.tariff.note_60_index.
    SELECT rate FROM main.tariff.rates_60 WHERE chapter = 60.
    """,
    61: """Note 61: see main.tariff.note_61_index.
    SELECT rate FROM main.tariff.rates_61 WHERE chapter = 61.
    """,
    62: """Note 62: see main.tariff.note_62_index.
    SELECT rate FROM main.tariff.rates_62 WHERE chapter = 62.
    """,
    63: """Note 63: see main.tariff.note_63_index.
    SELECT rate FROM main.tariff.rates_63 WHERE chapter = 63.
    """,
    64: """Note 64: see main.tariff.note_64_index.
    SELECT rate FROM main.tariff.rates_64 WHERE chapter = 64.
    """,
    65: """Note 65: see main.tariff.note_65_index.
    SELECT rate FROM main.tariff.rates_65 WHERE chapter = 65.
    """,
    66: """Note 66: see main.tariff.note_66_index.
    SELECT rate FROM main.tariff.rates_66 WHERE chapter = 66.
    """,
    67: """Note 67: see main.tariff.note_67_index.
    SELECT rate FROM main.tariff.rates_67 WHERE chapter = 67.
    """,
    68: """Note 68: see main.tariff.note_68_index.
    SELECT rate FROM main.tariff.rates_68 WHERE chapter = 68.
    """,
    69: """Note 69: see main.tariff.note_69_index.
    SELECT rate FROM main.tariff.rates_69 WHERE chapter = 69.
    """,
    70: """Note 70: see main.tariff.note_70_index.
    SELECT rate FROM main.tariff.rates_70 WHERE chapter = 70.
    """,
    71: """Note 71: see main.tariff.note_71_index.
    SELECT rate FROM main.tariff.rates_71 WHERE chapter = 71.
    """,
    72: """Note 72: see main.tariff.note_72_index.
    SELECT rate FROM main.tariff.rates_72 WHERE chapter = 72.
    """,
    73: """Note 73: see main.tariff.note_73_index.
    SELECT rate FROM main.tariff.rates_73 WHERE chapter = 73.
    """,
    74: """Note 74: see main.tariff.note_74_index.
    SELECT rate FROM main.tariff.rates_74 WHERE chapter = 74.
    """,
    75: """Note 75: see main.tariff.note_75_index.
    SELECT rate FROM main.tariff.rates_75 WHERE chapter = 75.
    """,
    76: """Note 76: see main.tariff.note_76_index.
    SELECT rate FROM main.tariff.rates_76 WHERE chapter = 76.
    """,
    77: """Note 77: see main.tariff.note_77_index.
    SELECT rate FROM main.tariff.rates_77 WHERE chapter = 77.
    """,
    78: """Note 78: see main.tariff.note_78_index.
    SELECT rate FROM main.tariff.rates_78 WHERE chapter = 78.
    """,
    79: """Note 79: see main.tariff.note_79_index.
    SELECT rate FROM main.tariff.rates_79 WHERE chapter = 79.
    """,
    80: """Note 80: see main.tariff.note_80_index.
    SELECT rate FROM main.tariff.rates_80 WHERE chapter = 80.
    """,
    81: """Note 81: see main.tariff.note_81_index.
    SELECT rate FROM main.tariff.rates_81 WHERE chapter = 81.
    """,
    82: """Note 82: see main.tariff.note_82_index.
    SELECT rate FROM main.tariff.rates_82 WHERE chapter = 82.
    """,
    83: """Note 83: see main.tariff.note_83_index.
    SELECT rate FROM main.tariff.rates_83 WHERE chapter = 83.
    """,
    84: """Note 84: see main.tariff.note_84_index.
    SELECT rate FROM main.tariff.rates_84 WHERE chapter = 84.
    """,
    85: """Note 85: see main.tariff.note_85_index.
    SELECT rate FROM main.tariff.rates_85 WHERE chapter = 85.
    """,
    86: """Note 86: see main.tariff.note_86_index.
    SELECT rate FROM main.tariff.rates_86 WHERE chapter = 86.
    """,
    87: """Note 87: see main.tariff.note_87_index.
    SELECT rate FROM main.tariff.rates_87 WHERE chapter = 87.
    """,
    88: """Note 88: see main.tariff.note_88_index.
    SELECT rate FROM main.tariff.rates_88 WHERE chapter = 88.
    """,
    89: """Note 89: see main.tariff.note_89_index.
    SELECT rate FROM main.tariff.rates_89 WHERE chapter = 89.
    """,
    90: """Note 90: see main.tariff.note_90_index.
    SELECT rate FROM main.tariff.rates_90 WHERE chapter = 90.
    """,
    91: """Note 91: see main.tariff.note_91_index.
    SELECT rate FROM main.tariff.rates_91 WHERE chapter = 91.
    """,
    92: """Note 92: see main.tariff.note_92_index.
    SELECT rate FROM main.tariff.rates_92 WHERE chapter = 92.
    """,
    93: """Note 93: see main.tariff.note_93_index.
    SELECT rate FROM main.tariff.rates_93 WHERE chapter = 93.
    """,
    94: """Note 94: see main.tariff.note_94_index.
    SELECT rate FROM main.tariff.rates_94 WHERE chapter = 94.
    """,
    95: """Note 95: see main.tariff.note_95_index.
    SELECT rate FROM main.tariff.rates_95 WHERE chapter = 95.
    """,
    96: """Note 96: see main.tariff.note_96_index.
    SELECT rate FROM main.tariff.rates_96 WHERE chapter = 96.
    """,
    97: """Note 97: see main.tariff.note_97_index.
    SELECT rate FROM main.tariff.rates_97 WHERE chapter = 97.
    """,
    98: """Note 98: see main.tariff.note_98_index.
    SELECT rate FROM main.tariff.rates_98 WHERE chapter = 98.
    """,
    99: """Note 99: see main.tariff.note_99_index.
    SELECT rate FROM main.tariff.rates_99 WHERE chapter = 99.
    """,
    100: """Note 100: see main.tariff.note_100_index.
    SELECT rate FROM main.tariff.rates_100 WHERE chapter = 100.
    """,
    101: """Note 101: see main.tariff.note_101_index.
    SELECT rate FROM main.tariff.rates_101 WHERE chapter = 101.
    """,
    102: """Note 102: see main.tariff.note_102_index.
    SELECT rate FROM main.tariff.rates_102 WHERE chapter = 102.
    """,
    103: """Note 103: see main.tariff.note_103_index.
    SELECT rate FROM main.tariff.rates_103 WHERE chapter = 103.
    """,
    104: """Note 104: see main.tariff.note_104_index.
    SELECT rate FROM main.tariff.rates_104 WHERE chapter = 104.
    """,
    105: """Note 105: see main.tariff.note_105_index.
    SELECT rate FROM main.tariff.rates_105 WHERE chapter = 105.
    """,
    106: """Note 106: see main.tariff.note_106_index.
    SELECT rate FROM main.tariff.rates_106 WHERE chapter = 106.
    """,
    107: """Note 107: see main.tariff.note_107_index.
    SELECT rate FROM main.tariff.rates_107 WHERE chapter = 107.
    """,
    108: """Note 108: see main.tariff.note_108_index.
    SELECT rate FROM main.tariff.rates_108 WHERE chapter = 108.
    """,
    109: """Note 109: see main.tariff.note_109_index.
    SELECT rate FROM main.tariff.rates_109 WHERE chapter = 109.
    """,
    110: """Note 110: see main.tariff.note_110_index.
    SELECT rate FROM main.tariff.rates_110 WHERE chapter = 110.
    """,
    111: """Note 111: see main.tariff.note_111_index.
    SELECT rate FROM main.tariff.rates_111 WHERE chapter = 111.
    """,
    112: """Note 112: see main.tariff.note_112_index.
    SELECT rate FROM main.tariff.rates_112 WHERE chapter = 112.
    """,
    113: """Note 113: see main.tariff.note_113_index.
    SELECT rate FROM main.tariff.rates_113 WHERE chapter = 113.
    """,
    114: """Note 114: see main.tariff.note_114_index.
    SELECT rate FROM main.tariff.rates_114 WHERE chapter = 114.
    """,
    115: """Note 115: see main.tariff.note_115_index.
    SELECT rate FROM main.tariff.rates_115 WHERE chapter = 115.
    """,
    116: """Note 116: see main.tariff.note_116_index.
    SELECT rate FROM main.tariff.rates_116 WHERE chapter = 116.
    """,
    117: """Note 117: see main.tariff.note_117_index.
    SELECT rate FROM main.tariff.rates_117 WHERE chapter = 117.
    """,
    118: """Note 118: see main.tariff.note_118_index.
    SELECT rate FROM main.tariff.rates_118 WHERE chapter = 118.
    """,
    119: """Note 119: see main.tariff.note_119_index.
    SELECT rate FROM main.tariff.rates_119 WHERE chapter = 119.
    """,
    120: """Note 120: see main.tariff.note_120_index.
    SELECT rate FROM main.tariff.rates_120 WHERE chapter = 120.
    """,
    121: """Note 121: see main.tariff.note_121_index.
    SELECT rate FROM main.tariff.rates_121 WHERE chapter = 121.
    """,
    122: """Note 122: see main.tariff.note_122_index.
    SELECT rate FROM main.tariff.rates_122 WHERE chapter = 122.
    """,
    123: """Note 123: see main.tariff.note_123_index.
    SELECT rate FROM main.tariff.rates_123 WHERE chapter = 123.
    """,
    124: """Note 124: see main.tariff.note_124_index.
    SELECT rate FROM main.tariff.rates_124 WHERE chapter = 124.
    """,
    125: """Note 125: see main.tariff.note_125_index.
    SELECT rate FROM main.tariff.rates_125 WHERE chapter = 125.
    """,
    126: """Note 126: see main.tariff.note_126_index.
    SELECT rate FROM main.tariff.rates_126 WHERE chapter = 126.
    """,
    127: """Note 127: see main.tariff.note_127_index.
    SELECT rate FROM main.tariff.rates_127 WHERE chapter = 127.
    """,
    128: """Note 128: see main.tariff.note_128_index.
    SELECT rate FROM main.tariff.rates_128 WHERE chapter = 128.
    """,
    129: """Note 129: see main.tariff.note_129_index.
    SELECT rate FROM main.tariff.rates_129 WHERE chapter = 129.
    """,
    130: """Note 130: see main.tariff.note_130_index.
    SELECT rate FROM main.tariff.rates_130 WHERE chapter = 130.
    """,
    131: """Note 131: see main.tariff.note_131_index.
    SELECT rate FROM main.tariff.rates_131 WHERE chapter = 131.
    """,
    132: """Note 132: see main.tariff.note_132_index.
    SELECT rate FROM main.tariff.rates_132 WHERE chapter = 132.
    """,
    133: """Note 133: see main.tariff.note_133_index.
    SELECT rate FROM main.tariff.rates_133 WHERE chapter = 133.
    """,
    134: """Note 134: see main.tariff.note_134_index.
    SELECT rate FROM main.tariff.rates_134 WHERE chapter = 134.
    """,
    135: """Note 135: see main.tariff.note_135_index.
    SELECT rate FROM main.tariff.rates_135 WHERE chapter = 135.
    """,
    136: """Note 136: see main.tariff.note_136_index.
    SELECT rate FROM main.tariff.rates_136 WHERE chapter = 136.
    """,
    137: """Note 137: see main.tariff.note_137_index.
    SELECT rate FROM main.tariff.rates_137 WHERE chapter = 137.
    """,
    138: """Note 138: see main.tariff.note_138_index.
    SELECT rate FROM main.tariff.rates_138 WHERE chapter = 138.
    """,
    139: """Note 139: see main.tariff.note_139_index.
    SELECT rate FROM main.tariff.rates_139 WHERE chapter = 139.
    """,
    140: """Note 140: see main.tariff.note_140_index.
    SELECT rate FROM main.tariff.rates_140 WHERE chapter = 140.
    """,
    141: """Note 141: see main.tariff.note_141_index.
    SELECT rate FROM main.tariff.rates_141 WHERE chapter = 141.
    """,
    142: """Note 142: see main.tariff.note_142_index.
    SELECT rate FROM main.tariff.rates_142 WHERE chapter = 142.
    """,
    143: """Note 143: see main.tariff.note_143_index.
    SELECT rate FROM main.tariff.rates_143 WHERE chapter = 143.
    """,
    144: """Note 144: see main.tariff.note_144_index.
    SELECT rate FROM main.tariff.rates_144 WHERE chapter = 144.
    """,
    145: """Note 145: see main.tariff.note_145_index.
    SELECT rate FROM main.tariff.rates_145 WHERE chapter = 145.
    """,
    146: """Note 146: see main.tariff.note_146_index.
    SELECT rate FROM main.tariff.rates_146 WHERE chapter = 146.
    """,
    147: """Note 147: see main.tariff.note_147_index.
    SELECT rate FROM main.tariff.rates_147 WHERE chapter = 147.
    """,
    148: """Note 148: see main.tariff.note_148_index.
    SELECT rate FROM main.tariff.rates_148 WHERE chapter = 148.
    """,
    149: """Note 149: see main.tariff.note_149_index.
    SELECT rate FROM main.tariff.rates_149 WHERE chapter = 149.
    """,
    150: """Note 150: see main.tariff.note_150_index.
    SELECT rate FROM main.tariff.rates_150 WHERE chapter = 150.
    """,
    151: """Note 151: see main.tariff.note_151_index.
    SELECT rate FROM main.tariff.rates_151 WHERE chapter = 151.
    """,
    152: """Note 152: see main.tariff.note_152_index.
    SELECT rate FROM main.tariff.rates_152 WHERE chapter = 152.
    """,
    153: """Note 153: see main.tariff.note_153_index.
    SELECT rate FROM main.tariff.rates_153 WHERE chapter = 153.
    """,
    154: """Note 154: see main.tariff.note_154_index.
    SELECT rate FROM main.tariff.rates_154 WHERE chapter = 154.
    """,
    155: """Note 155: see main.tariff.note_155_index.
    SELECT rate FROM main.tariff.rates_155 WHERE chapter = 155.
    """,
    156: """Note 156: see main.tariff.note_156_index.
    SELECT rate FROM main.tariff.rates_156 WHERE chapter = 156.
    """,
    157: """Note 157: see main.tariff.note_157_index.
    SELECT rate FROM main.tariff.rates_157 WHERE chapter = 157.
    """,
    158: """Note 158: see main.tariff.note_158_index.
    SELECT rate FROM main.tariff.rates_158 WHERE chapter = 158.
    """,
    159: """Note 159: see main.tariff.note_159_index.
    SELECT rate FROM main.tariff.rates_159 WHERE chapter = 159.
    """,
    160: """Note 160: see main.tariff.note_160_index.
    SELECT rate FROM main.tariff.rates_160 WHERE chapter = 160.
    """,
    161: """Note 161: see main.tariff.note_161_index.
    SELECT rate FROM main.tariff.rates_161 WHERE chapter = 161.
    """,
    162: """Note 162: see main.tariff.note_162_index.
    SELECT rate FROM main.tariff.rates_162 WHERE chapter = 162.
    """,
    163: """Note 163: see main.tariff.note_163_index.
    SELECT rate FROM main.tariff.rates_163 WHERE chapter = 163.
    """,
    164: """Note 164: see main.tariff.note_164_index.
    SELECT rate FROM main.tariff.rates_164 WHERE chapter = 164.
    """,
    165: """Note 165: see main.tariff.note_165_index.
    SELECT rate FROM main.tariff.rates_165 WHERE chapter = 165.
    """,
    166: """Note 166: see main.tariff.note_166_index.
    SELECT rate FROM main.tariff.rates_166 WHERE chapter = 166.
    """,
    167: """Note 167: see main.tariff.note_167_index.
    SELECT rate FROM main.tariff.rates_167 WHERE chapter = 167.
    """,
    168: """Note 168: see main.tariff.note_168_index.
    SELECT rate FROM main.tariff.rates_168 WHERE chapter = 168.
    """,
    169: """Note 169: see main.tariff.note_169_index.
    SELECT rate FROM main.tariff.rates_169 WHERE chapter = 169.
    """,
    170: """Note 170: see main.tariff.note_170_index.
    SELECT rate FROM main.tariff.rates_170 WHERE chapter = 170.
    """,
    171: """Note 171: see main.tariff.note_171_index.
    SELECT rate FROM main.tariff.rates_171 WHERE chapter = 171.
    """,
    172: """Note 172: see main.tariff.note_172_index.
    SELECT rate FROM main.tariff.rates_172 WHERE chapter = 172.
    """,
    173: """Note 173: see main.tariff.note_173_index.
    SELECT rate FROM main.tariff.rates_173 WHERE chapter = 173.
    """,
    174: """Note 174: see main.tariff.note_174_index.
    SELECT rate FROM main.tariff.rates_174 WHERE chapter = 174.
    """,
    175: """Note 175: see main.tariff.note_175_index.
    SELECT rate FROM main.tariff.rates_175 WHERE chapter = 175.
    """,
    176: """Note 176: see main.tariff.note_176_index.
    SELECT rate FROM main.tariff.rates_176 WHERE chapter = 176.
    """,
    177: """Note 177: see main.tariff.note_177_index.
    SELECT rate FROM main.tariff.rates_177 WHERE chapter = 177.
    """,
    178: """Note 178: see main.tariff.note_178_index.
    SELECT rate FROM main.tariff.rates_178 WHERE chapter = 178.
    """,
    179: """Note 179: see main.tariff.note_179_index.
    SELECT rate FROM main.tariff.rates_179 WHERE chapter = 179.
    """,
    180: """Note 180: see main.tariff.note_180_index.
    SELECT rate FROM main.tariff.rates_180 WHERE chapter = 180.
    """,
    181: """Note 181: see main.tariff.note_181_index.
    SELECT rate FROM main.tariff.rates_181 WHERE chapter = 181.
    """,
    182: """Note 182: see main.tariff.note_182_index.
    SELECT rate FROM main.tariff.rates_182 WHERE chapter = 182.
    """,
    183: """Note 183: see main.tariff.note_183_index.
    SELECT rate FROM main.tariff.rates_183 WHERE chapter = 183.
    """,
    184: """Note 184: see main.tariff.note_184_index.
    SELECT rate FROM main.tariff.rates_184 WHERE chapter = 184.
    """,
    185: """Note 185: see main.tariff.note_185_index.
    SELECT rate FROM main.tariff.rates_185 WHERE chapter = 185.
    """,
    186: """Note 186: see main.tariff.note_186_index.
    SELECT rate FROM main.tariff.rates_186 WHERE chapter = 186.
    """,
    187: """Note 187: see main.tariff.note_187_index.
    SELECT rate FROM main.tariff.rates_187 WHERE chapter = 187.
    """,
    188: """Note 188: see main.tariff.note_188_index.
    SELECT rate FROM main.tariff.rates_188 WHERE chapter = 188.
    """,
    189: """Note 189: see main.tariff.note_189_index.
    SELECT rate FROM main.tariff.rates_189 WHERE chapter = 189.
    """,
    190: """Note 190: see main.tariff.note_190_index.
    SELECT rate FROM main.tariff.rates_190 WHERE chapter = 190.
    """,
    191: """Note 191: see main.tariff.note_191_index.
    SELECT rate FROM main.tariff.rates_191 WHERE chapter = 191.
    """,
    192: """Note 192: see main.tariff.note_192_index.
    SELECT rate FROM main.tariff.rates_192 WHERE chapter = 192.
    """,
    193: """Note 193: see main.tariff.note_193_index.
    SELECT rate FROM main.tariff.rates_193 WHERE chapter = 193.
    """,
    194: """Note 194: see main.tariff.note_194_index.
    SELECT rate FROM main.tariff.rates_194 WHERE chapter = 194.
    """,
    195: """Note 195: see main.tariff.note_195_index.
    SELECT rate FROM main.tariff.rates_195 WHERE chapter = 195.
    """,
    196: """Note 196: see main.tariff.note_196_index.
    SELECT rate FROM main.tariff.rates_196 WHERE chapter = 196.
    """,
    197: """Note 197: see main.tariff.note_197_index.
    SELECT rate FROM main.tariff.rates_197 WHERE chapter = 197.
    """,
    198: """Note 198: see main.tariff.note_198_index.
    SELECT rate FROM main.tariff.rates_198 WHERE chapter = 198.
    """,
    199: """Note 199: see main.tariff.note_199_index.
    SELECT rate FROM main.tariff.rates_199 WHERE chapter = 199.
    """,
    200: """Note 200: see main.tariff.note_200_index.
    SELECT rate FROM main.tariff.rates_200 WHERE chapter = 200.
    """,
    201: """Note 201: see main.tariff.note_201_index.
    SELECT rate FROM main.tariff.rates_201 WHERE chapter = 201.
    """,
    202: """Note 202: see main.tariff.note_202_index.
    SELECT rate FROM main.tariff.rates_202 WHERE chapter = 202.
    """,
    203: """Note 203: see main.tariff.note_203_index.
    SELECT rate FROM main.tariff.rates_203 WHERE chapter = 203.
    """,
    204: """Note 204: see main.tariff.note_204_index.
    SELECT rate FROM main.tariff.rates_204 WHERE chapter = 204.
    """,
    205: """Note 205: see main.tariff.note_205_index.
    SELECT rate FROM main.tariff.rates_205 WHERE chapter = 205.
    """,
    206: """Note 206: see main.tariff.note_206_index.
    SELECT rate FROM main.tariff.rates_206 WHERE chapter = 206.
    """,
    207: """Note 207: see main.tariff.note_207_index.
    SELECT rate FROM main.tariff.rates_207 WHERE chapter = 207.
    """,
    208: """Note 208: see main.tariff.note_208_index.
    SELECT rate FROM main.tariff.rates_208 WHERE chapter = 208.
    """,
    209: """Note 209: see main.tariff.note_209_index.
    SELECT rate FROM main.tariff.rates_209 WHERE chapter = 209.
    """,
    210: """Note 210: see main.tariff.note_210_index.
    SELECT rate FROM main.tariff.rates_210 WHERE chapter = 210.
    """,
    211: """Note 211: see main.tariff.note_211_index.
    SELECT rate FROM main.tariff.rates_211 WHERE chapter = 211.
    """,
    212: """Note 212: see main.tariff.note_212_index.
    SELECT rate FROM main.tariff.rates_212 WHERE chapter = 212.
    """,
    213: """Note 213: see main.tariff.note_213_index.
    SELECT rate FROM main.tariff.rates_213 WHERE chapter = 213.
    """,
    214: """Note 214: see main.tariff.note_214_index.
    SELECT rate FROM main.tariff.rates_214 WHERE chapter = 214.
    """,
    215: """Note 215: see main.tariff.note_215_index.
    SELECT rate FROM main.tariff.rates_215 WHERE chapter = 215.
    """,
    216: """Note 216: see main.tariff.note_216_index.
    SELECT rate FROM main.tariff.rates_216 WHERE chapter = 216.
    """,
    217: """Note 217: see main.tariff.note_217_index.
    SELECT rate FROM main.tariff.rates_217 WHERE chapter = 217.
    """,
    218: """Note 218: see main.tariff.note_218_index.
    SELECT rate FROM main.tariff.rates_218 WHERE chapter = 218.
    """,
    219: """Note 219: see main.tariff.note_219_index.
    SELECT rate FROM main.tariff.rates_219 WHERE chapter = 219.
    """,
    220: """Note 220: see main.tariff.note_220_index.
    SELECT rate FROM main.tariff.rates_220 WHERE chapter = 220.
    """,
    221: """Note 221: see main.tariff.note_221_index.
    SELECT rate FROM main.tariff.rates_221 WHERE chapter = 221.
    """,
    222: """Note 222: see main.tariff.note_222_index.
    SELECT rate FROM main.tariff.rates_222 WHERE chapter = 222.
    """,
    223: """Note 223: see main.tariff.note_223_index.
    SELECT rate FROM main.tariff.rates_223 WHERE chapter = 223.
    """,
    224: """Note 224: see main.tariff.note_224_index.
    SELECT rate FROM main.tariff.rates_224 WHERE chapter = 224.
    """,
    225: """Note 225: see main.tariff.note_225_index.
    SELECT rate FROM main.tariff.rates_225 WHERE chapter = 225.
    """,
    226: """Note 226: see main.tariff.note_226_index.
    SELECT rate FROM main.tariff.rates_226 WHERE chapter = 226.
    """,
    227: """Note 227: see main.tariff.note_227_index.
    SELECT rate FROM main.tariff.rates_227 WHERE chapter = 227.
    """,
    228: """Note 228: see main.tariff.note_228_index.
    SELECT rate FROM main.tariff.rates_228 WHERE chapter = 228.
    """,
    229: """Note 229: see main.tariff.note_229_index.
    SELECT rate FROM main.tariff.rates_229 WHERE chapter = 229.
    """,
    230: """Note 230: see main.tariff.note_230_index.
    SELECT rate FROM main.tariff.rates_230 WHERE chapter = 230.
    """,
    231: """Note 231: see main.tariff.note_231_index.
    SELECT rate FROM main.tariff.rates_231 WHERE chapter = 231.
    """,
    232: """Note 232: see main.tariff.note_232_index.
    SELECT rate FROM main.tariff.rates_232 WHERE chapter = 232.
    """,
    233: """Note 233: see main.tariff.note_233_index.
    SELECT rate FROM main.tariff.rates_233 WHERE chapter = 233.
    """,
    234: """Note 234: see main.tariff.note_234_index.
    SELECT rate FROM main.tariff.rates_234 WHERE chapter = 234.
    """,
    235: """Note 235: see main.tariff.note_235_index.
    SELECT rate FROM main.tariff.rates_235 WHERE chapter = 235.
    """,
    236: """Note 236: see main.tariff.note_236_index.
    SELECT rate FROM main.tariff.rates_236 WHERE chapter = 236.
    """,
    237: """Note 237: see main.tariff.note_237_index.
    SELECT rate FROM main.tariff.rates_237 WHERE chapter = 237.
    """,
    238: """Note 238: see main.tariff.note_238_index.
    SELECT rate FROM main.tariff.rates_238 WHERE chapter = 238.
    """,
    239: """Note 239: see main.tariff.note_239_index.
    SELECT rate FROM main.tariff.rates_239 WHERE chapter = 239.
    """,
    240: """Note 240: see main.tariff.note_240_index.
    SELECT rate FROM main.tariff.rates_240 WHERE chapter = 240.
    """,
    241: """Note 241: see main.tariff.note_241_index.
    SELECT rate FROM main.tariff.rates_241 WHERE chapter = 241.
    """,
    242: """Note 242: see main.tariff.note_242_index.
    SELECT rate FROM main.tariff.rates_242 WHERE chapter = 242.
    """,
    243: """Note 243: see main.tariff.note_243_index.
    SELECT rate FROM main.tariff.rates_243 WHERE chapter = 243.
    """,
    244: """Note 244: see main.tariff.note_244_index.
    SELECT rate FROM main.tariff.rates_244 WHERE chapter = 244.
    """,
    245: """Note 245: see main.tariff.note_245_index.
    SELECT rate FROM main.tariff.rates_245 WHERE chapter = 245.
    """,
    246: """Note 246: see main.tariff.note_246_index.
    SELECT rate FROM main.tariff.rates_246 WHERE chapter = 246.
    """,
    247: """Note 247: see main.tariff.note_247_index.
    SELECT rate FROM main.tariff.rates_247 WHERE chapter = 247.
    """,
    248: """Note 248: see main.tariff.note_248_index.
    SELECT rate FROM main.tariff.rates_248 WHERE chapter = 248.
    """,
    249: """Note 249: see main.tariff.note_249_index.
    SELECT rate FROM main.tariff.rates_249 WHERE chapter = 249.
    """,
    250: """Note 250: see main.tariff.note_250_index.
    SELECT rate FROM main.tariff.rates_250 WHERE chapter = 250.
    """,
    251: """Note 251: see main.tariff.note_251_index.
    SELECT rate FROM main.tariff.rates_251 WHERE chapter = 251.
    """,
    252: """Note 252: see main.tariff.note_252_index.
    SELECT rate FROM main.tariff.rates_252 WHERE chapter = 252.
    """,
    253: """Note 253: see main.tariff.note_253_index.
    SELECT rate FROM main.tariff.rates_253 WHERE chapter = 253.
    """,
    254: """Note 254: see main.tariff.note_254_index.
    SELECT rate FROM main.tariff.rates_254 WHERE chapter = 254.
    """,
    255: """Note 255: see main.tariff.note_255_index.
    SELECT rate FROM main.tariff.rates_255 WHERE chapter = 255.
    """,
    256: """Note 256: see main.tariff.note_256_index.
    SELECT rate FROM main.tariff.rates_256 WHERE chapter = 256.
    """,
    257: """Note 257: see main.tariff.note_257_index.
    SELECT rate FROM main.tariff.rates_257 WHERE chapter = 257.
    """,
    258: """Note 258: see main.tariff.note_258_index.
    SELECT rate FROM main.tariff.rates_258 WHERE chapter = 258.
    """,
    259: """Note 259: see main.tariff.note_259_index.
    SELECT rate FROM main.tariff.rates_259 WHERE chapter = 259.
    """,
    260: """Note 260: see main.tariff.note_260_index.
    SELECT rate FROM main.tariff.rates_260 WHERE chapter = 260.
    """,
    261: """Note 261: see main.tariff.note_261_index.
    SELECT rate FROM main.tariff.rates_261 WHERE chapter = 261.
    """,
    262: """Note 262: see main.tariff.note_262_index.
    SELECT rate FROM main.tariff.rates_262 WHERE chapter = 262.
    """,
    263: """Note 263: see main.tariff.note_263_index.
    SELECT rate FROM main.tariff.rates_263 WHERE chapter = 263.
    """,
    264: """Note 264: see main.tariff.note_264_index.
    SELECT rate FROM main.tariff.rates_264 WHERE chapter = 264.
    """,
    265: """Note 265: see main.tariff.note_265_index.
    SELECT rate FROM main.tariff.rates_265 WHERE chapter = 265.
    """,
    266: """Note 266: see main.tariff.note_266_index.
    SELECT rate FROM main.tariff.rates_266 WHERE chapter = 266.
    """,
    267: """Note 267: see main.tariff.note_267_index.
    SELECT rate FROM main.tariff.rates_267 WHERE chapter = 267.
    """,
    268: """Note 268: see main.tariff.note_268_index.
    SELECT rate FROM main.tariff.rates_268 WHERE chapter = 268.
    """,
    269: """Note 269: see main.tariff.note_269_index.
    SELECT rate FROM main.tariff.rates_269 WHERE chapter = 269.
    """,
    270: """Note 270: see main.tariff.note_270_index.
    SELECT rate FROM main.tariff.rates_270 WHERE chapter = 270.
    """,
    271: """Note 271: see main.tariff.note_271_index.
    SELECT rate FROM main.tariff.rates_271 WHERE chapter = 271.
    """,
    272: """Note 272: see main.tariff.note_272_index.
    SELECT rate FROM main.tariff.rates_272 WHERE chapter = 272.
    """,
    273: """Note 273: see main.tariff.note_273_index.
    SELECT rate FROM main.tariff.rates_273 WHERE chapter = 273.
    """,
    274: """Note 274: see main.tariff.note_274_index.
    SELECT rate FROM main.tariff.rates_274 WHERE chapter = 274.
    """,
    275: """Note 275: see main.tariff.note_275_index.
    SELECT rate FROM main.tariff.rates_275 WHERE chapter = 275.
    """,
    276: """Note 276: see main.tariff.note_276_index.
    SELECT rate FROM main.tariff.rates_276 WHERE chapter = 276.
    """,
    277: """Note 277: see main.tariff.note_277_index.
    SELECT rate FROM main.tariff.rates_277 WHERE chapter = 277.
    """,
    278: """Note 278: see main.tariff.note_278_index.
    SELECT rate FROM main.tariff.rates_278 WHERE chapter = 278.
    """,
    279: """Note 279: see main.tariff.note_279_index.
    SELECT rate FROM main.tariff.rates_279 WHERE chapter = 279.
    """,
    280: """Note 280: see main.tariff.note_280_index.
    SELECT rate FROM main.tariff.rates_280 WHERE chapter = 280.
    """,
    281: """Note 281: see main.tariff.note_281_index.
    SELECT rate FROM main.tariff.rates_281 WHERE chapter = 281.
    """,
    282: """Note 282: see main.tariff.note_282_index.
    SELECT rate FROM main.tariff.rates_282 WHERE chapter = 282.
    """,
    283: """Note 283: see main.tariff.note_283_index.
    SELECT rate FROM main.tariff.rates_283 WHERE chapter = 283.
    """,
    284: """Note 284: see main.tariff.note_284_index.
    SELECT rate FROM main.tariff.rates_284 WHERE chapter = 284.
    """,
    285: """Note 285: see main.tariff.note_285_index.
    SELECT rate FROM main.tariff.rates_285 WHERE chapter = 285.
    """,
    286: """Note 286: see main.tariff.note_286_index.
    SELECT rate FROM main.tariff.rates_286 WHERE chapter = 286.
    """,
    287: """Note 287: see main.tariff.note_287_index.
    SELECT rate FROM main.tariff.rates_287 WHERE chapter = 287.
    """,
    288: """Note 288: see main.tariff.note_288_index.
    SELECT rate FROM main.tariff.rates_288 WHERE chapter = 288.
    """,
    289: """Note 289: see main.tariff.note_289_index.
    SELECT rate FROM main.tariff.rates_289 WHERE chapter = 289.
    """,
    290: """Note 290: see main.tariff.note_290_index.
    SELECT rate FROM main.tariff.rates_290 WHERE chapter = 290.
    """,
    291: """Note 291: see main.tariff.note_291_index.
    SELECT rate FROM main.tariff.rates_291 WHERE chapter = 291.
    """,
    292: """Note 292: see main.tariff.note_292_index.
    SELECT rate FROM main.tariff.rates_292 WHERE chapter = 292.
    """,
    293: """Note 293: see main.tariff.note_293_index.
    SELECT rate FROM main.tariff.rates_293 WHERE chapter = 293.
    """,
    294: """Note 294: see main.tariff.note_294_index.
    SELECT rate FROM main.tariff.rates_294 WHERE chapter = 294.
    """,
    295: """Note 295: see main.tariff.note_295_index.
    SELECT rate FROM main.tariff.rates_295 WHERE chapter = 295.
    """,
    296: """Note 296: see main.tariff.note_296_index.
    SELECT rate FROM main.tariff.rates_296 WHERE chapter = 296.
    """,
    297: """Note 297: see main.tariff.note_297_index.
    SELECT rate FROM main.tariff.rates_297 WHERE chapter = 297.
    """,
    298: """Note 298: see main.tariff.note_298_index.
    SELECT rate FROM main.tariff.rates_298 WHERE chapter = 298.
    """,
    299: """Note 299: see main.tariff.note_299_index.
    SELECT rate FROM main.tariff.rates_299 WHERE chapter = 299.
    """,
}

llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")

def rule_0(code: str, value: float) -> float:
    """Rule 0 of the schedule."""
    if code.startswith("1000"):
        return value * 0.0
    return 0.0


def rule_1(code: str, value: float) -> float:
    """Rule 1 of the schedule."""
    if code.startswith("1007"):
        return value * 0.03
    return 0.0


def rule_2(code: str, value: float) -> float:
    """Rule 2 of the schedule."""
    if code.startswith("1014"):
        return value * 0.06
    return 0.0


def rule_3(code: str, value: float) -> float:
    """Rule 3 of the schedule."""
    if code.startswith("1021"):
        return value * 0.09
    return 0.0


def rule_4(code: str, value: float) -> float:
    """Rule 4 of the schedule."""
    if code.startswith("1028"):
        return value * 0.12
    return 0.0


def rule_5(code: str, value: float) -> float:
    """Rule 5 of the schedule."""
    if code.startswith("1035"):
        return value * 0.15
    return 0.0


def rule_6(code: str, value: float) -> float:
    """Rule 6 of the schedule."""
    if code.startswith("1042"):
        return value * 0.18
    return 0.0


def rule_7(code: str, value: float) -> float:
    """Rule 7 of the schedule."""
    if code.startswith("1049"):
        return value * 0.21
    return 0.0


def rule_8(code: str, value: float) -> float:
    """Rule 8 of the schedule."""
    if code.startswith("1056"):
        return value * 0.24
    return 0.0


def rule_9(code: str, value: float) -> float:
    """Rule 9 of the schedule."""
    if code.startswith("1063"):
        return value * 0.27
    return 0.0


def rule_10(code: str, value: float) -> float:
    """Rule 10 of the schedule."""
    if code.startswith("1070"):
        return value * 0.3
    return 0.0


def rule_11(code: str, value: float) -> float:
    """Rule 11 of the schedule."""
    if code.startswith("1077"):
        return value * 0.33
    return 0.0


def rule_12(code: str, value: float) -> float:
    """Rule 12 of the schedule."""
    if code.startswith("1084"):
        return value * 0.36
    return 0.0


def rule_13(code: str, value: float) -> float:
    """Rule 13 of the schedule."""
    if code.startswith("1091"):
        return value * 0.39
    return 0.0


def rule_14(code: str, value: float) -> float:
    """Rule 14 of the schedule."""
    if code.startswith("1098"):
        return value * 0.02
    return 0.0


def rule_15(code: str, value: float) -> float:
    """Rule 15 of the schedule."""
    if code.startswith("1105"):
        return value * 0.05
    return 0.0


def rule_16(code: str, value: float) -> float:
    """Rule 16 of the schedule."""
    if code.startswith("1112"):
        return value * 0.08
    return 0.0


def rule_17(code: str, value: float) -> float:
    """Rule 17 of the schedule."""
    if code.startswith("1119"):
        return value * 0.11
    return 0.0


def rule_18(code: str, value: float) -> float:
    """Rule 18 of the schedule."""
    if code.startswith("1126"):
        return value * 0.14
    return 0.0


def rule_19(code: str, value: float) -> float:
    """Rule 19 of the schedule."""
    if code.startswith("1133"):
        return value * 0.17
    return 0.0


def rule_20(code: str, value: float) -> float:
    """Rule 20 of the schedule."""
    if code.startswith("1140"):
        return value * 0.2
    return 0.0


def rule_21(code: str, value: float) -> float:
    """Rule 21 of the schedule."""
    if code.startswith("1147"):
        return value * 0.23
    return 0.0


def rule_22(code: str, value: float) -> float:
    """Rule 22 of the schedule."""
    if code.startswith("1154"):
        return value * 0.26
    return 0.0


def rule_23(code: str, value: float) -> float:
    """Rule 23 of the schedule."""
    if code.startswith("1161"):
        return value * 0.29
    return 0.0


def rule_24(code: str, value: float) -> float:
    """Rule 24 of the schedule."""
    if code.startswith("1168"):
        return value * 0.32
    return 0.0


def rule_25(code: str, value: float) -> float:
    """Rule 25 of the schedule."""
    if code.startswith("1175"):
        return value * 0.35
    return 0.0


def rule_26(code: str, value: float) -> float:
    """Rule 26 of the schedule."""
    if code.startswith("1182"):
        return value * 0.38
    return 0.0


def rule_27(code: str, value: float) -> float:
    """Rule 27 of the schedule."""
    if code.startswith("1189"):
        return value * 0.01
    return 0.0


def rule_28(code: str, value: float) -> float:
    """Rule 28 of the schedule."""
    if code.startswith("1196"):
        return value * 0.04
    return 0.0


def rule_29(code: str, value: float) -> float:
    """Rule 29 of the schedule."""
    if code.startswith("1203"):
        return value * 0.07
    return 0.0


def rule_30(code: str, value: float) -> float:
    """Rule 30 of the schedule."""
    if code.startswith("1210"):
        return value * 0.1
    return 0.0


def rule_31(code: str, value: float) -> float:
    """Rule 31 of the schedule."""
    if code.startswith("1217"):
        return value * 0.13
    return 0.0


def rule_32(code: str, value: float) -> float:
    """Rule 32 of the schedule."""
    if code.startswith("1224"):
        return value * 0.16
    return 0.0


def rule_33(code: str, value: float) -> float:
    """Rule 33 of the schedule."""
    if code.startswith("1231"):
        return value * 0.19
    return 0.0


def rule_34(code: str, value: float) -> float:
    """Rule 34 of the schedule."""
    if code.startswith("1238"):
        return value * 0.22
    return 0.0


def rule_35(code: str, value: float) -> float:
    """Rule 35 of the schedule."""
    if code.startswith("1245"):
        return value * 0.25
    return 0.0


def rule_36(code: str, value: float) -> float:
    """Rule 36 of the schedule."""
    if code.startswith("1252"):
        return value * 0.28
    return 0.0


def rule_37(code: str, value: float) -> float:
    """Rule 37 of the schedule."""
    if code.startswith("1259"):
        return value * 0.31
    return 0.0


def rule_38(code: str, value: float) -> float:
    """Rule 38 of the schedule."""
    if code.startswith("1266"):
        return value * 0.34
    return 0.0


def rule_39(code: str, value: float) -> float:
    """Rule 39 of the schedule."""
    if code.startswith("1273"):
        return value * 0.37
    return 0.0


def rule_40(code: str, value: float) -> float:
    """Rule 40 of the schedule."""
    if code.startswith("1280"):
        return value * 0.0
    return 0.0


def rule_41(code: str, value: float) -> float:
    """Rule 41 of the schedule."""
    if code.startswith("1287"):
        return value * 0.03
    return 0.0


def rule_42(code: str, value: float) -> float:
    """Rule 42 of the schedule."""
    if code.startswith("1294"):
        return value * 0.06
    return 0.0


def rule_43(code: str, value: float) -> float:
    """Rule 43 of the schedule."""
    if code.startswith("1301"):
        return value * 0.09
    return 0.0


def rule_44(code: str, value: float) -> float:
    """Rule 44 of the schedule."""
    if code.startswith("1308"):
        return value * 0.12
    return 0.0


def rule_45(code: str, value: float) -> float:
    """Rule 45 of the schedule."""
    if code.startswith("1315"):
        return value * 0.15
    return 0.0


def rule_46(code: str, value: float) -> float:
    """Rule 46 of the schedule."""
    if code.startswith("1322"):
        return value * 0.18
    return 0.0


def rule_47(code: str, value: float) -> float:
    """Rule 47 of the schedule."""
    if code.startswith("1329"):
        return value * 0.21
    return 0.0


def rule_48(code: str, value: float) -> float:
    """Rule 48 of the schedule."""
    if code.startswith("1336"):
        return value * 0.24
    return 0.0


def rule_49(code: str, value: float) -> float:
    """Rule 49 of the schedule."""
    if code.startswith("1343"):
        return value * 0.27
    return 0.0


def rule_50(code: str, value: float) -> float:
    """Rule 50 of the schedule."""
    if code.startswith("1350"):
        return value * 0.3
    return 0.0


def rule_51(code: str, value: float) -> float:
    """Rule 51 of the schedule."""
    if code.startswith("1357"):
        return value * 0.33
    return 0.0


def rule_52(code: str, value: float) -> float:
    """Rule 52 of the schedule."""
    if code.startswith("1364"):
        return value * 0.36
    return 0.0


def rule_53(code: str, value: float) -> float:
    """Rule 53 of the schedule."""
    if code.startswith("1371"):
        return value * 0.39
    return 0.0


def rule_54(code: str, value: float) -> float:
    """Rule 54 of the schedule."""
    if code.startswith("1378"):
        return value * 0.02
    return 0.0


def rule_55(code: str, value: float) -> float:
    """Rule 55 of the schedule."""
    if code.startswith("1385"):
        return value * 0.05
    return 0.0


def rule_56(code: str, value: float) -> float:
    """Rule 56 of the schedule."""
    if code.startswith("1392"):
        return value * 0.08
    return 0.0


def rule_57(code: str, value: float) -> float:
    """Rule 57 of the schedule."""
    if code.startswith("1399"):
        return value * 0.11
    return 0.0


def rule_58(code: str, value: float) -> float:
    """Rule 58 of the schedule."""
    if code.startswith("1406"):
        return value * 0.14
    return 0.0


def rule_59(code: str, value: float) -> float:
    """Rule 59 of the schedule."""
    if code.startswith("1413"):
        return value * 0.17
    return 0.0


def rule_60(code: str, value: float) -> float:
    """Rule 60 of the schedule."""
    if code.startswith("1420"):
        return value * 0.2
    return 0.0


def rule_61(code: str, value: float) -> float:
    """Rule 61 of the schedule."""
    if code.startswith("1427"):
        return value * 0.23
    return 0.0


def rule_62(code: str, value: float) -> float:
    """Rule 62 of the schedule."""
    if code.startswith("1434"):
        return value * 0.26
    return 0.0


def rule_63(code: str, value: float) -> float:
    """Rule 63 of the schedule."""
    if code.startswith("1441"):
        return value * 0.29
    return 0.0


def rule_64(code: str, value: float) -> float:
    """Rule 64 of the schedule."""
    if code.startswith("1448"):
        return value * 0.32
    return 0.0


def rule_65(code: str, value: float) -> float:
    """Rule 65 of the schedule."""
    if code.startswith("1455"):
        return value * 0.35
    return 0.0


def rule_66(code: str, value: float) -> float:
    """Rule 66 of the schedule."""
    if code.startswith("1462"):
        return value * 0.38
    return 0.0


def rule_67(code: str, value: float) -> float:
    """Rule 67 of the schedule."""
    if code.startswith("1469"):
        return value * 0.01
    return 0.0


def rule_68(code: str, value: float) -> float:
    """Rule 68 of the schedule."""
    if code.startswith("1476"):
        return value * 0.04
    return 0.0


def rule_69(code: str, value: float) -> float:
    """Rule 69 of the schedule."""
    if code.startswith("1483"):
        return value * 0.07
    return 0.0


def rule_70(code: str, value: float) -> float:
    """Rule 70 of the schedule."""
    if code.startswith("1490"):
        return value * 0.1
    return 0.0


def rule_71(code: str, value: float) -> float:
    """Rule 71 of the schedule."""
    if code.startswith("1497"):
        return value * 0.13
    return 0.0


def rule_72(code: str, value: float) -> float:
    """Rule 72 of the schedule."""
    if code.startswith("1504"):
        return value * 0.16
    return 0.0


def rule_73(code: str, value: float) -> float:
    """Rule 73 of the schedule."""
    if code.startswith("1511"):
        return value * 0.19
    return 0.0


def rule_74(code: str, value: float) -> float:
    """Rule 74 of the schedule."""
    if code.startswith("1518"):
        return value * 0.22
    return 0.0


def rule_75(code: str, value: float) -> float:
    """Rule 75 of the schedule."""
    if code.startswith("1525"):
        return value * 0.25
    return 0.0


def rule_76(code: str, value: float) -> float:
    """Rule 76 of the schedule."""
    if code.startswith("1532"):
        return value * 0.28
    return 0.0


def rule_77(code: str, value: float) -> float:
    """Rule 77 of the schedule."""
    if code.startswith("1539"):
        return value * 0.31
    return 0.0


def rule_78(code: str, value: float) -> float:
    """Rule 78 of the schedule."""
    if code.startswith("1546"):
        return value * 0.34
    return 0.0


def rule_79(code: str, value: float) -> float:
    """Rule 79 of the schedule."""
    if code.startswith("1553"):
        return value * 0.37
    return 0.0


def rule_80(code: str, value: float) -> float:
    """Rule 80 of the schedule."""
    if code.startswith("1560"):
        return value * 0.0
    return 0.0


def rule_81(code: str, value: float) -> float:
    """Rule 81 of the schedule."""
    if code.startswith("1567"):
        return value * 0.03
    return 0.0


def rule_82(code: str, value: float) -> float:
    """Rule 82 of the schedule."""
    if code.startswith("1574"):
        return value * 0.06
    return 0.0


def rule_83(code: str, value: float) -> float:
    """Rule 83 of the schedule."""
    if code.startswith("1581"):
        return value * 0.09
    return 0.0


def rule_84(code: str, value: float) -> float:
    """Rule 84 of the schedule."""
    if code.startswith("1588"):
        return value * 0.12
    return 0.0


def rule_85(code: str, value: float) -> float:
    """Rule 85 of the schedule."""
    if code.startswith("1595"):
        return value * 0.15
    return 0.0


def rule_86(code: str, value: float) -> float:
    """Rule 86 of the schedule."""
    if code.startswith("1602"):
        return value * 0.18
    return 0.0


def rule_87(code: str, value: float) -> float:
    """Rule 87 of the schedule."""
    if code.startswith("1609"):
        return value * 0.21
    return 0.0


def rule_88(code: str, value: float) -> float:
    """Rule 88 of the schedule."""
    if code.startswith("1616"):
        return value * 0.24
    return 0.0


def rule_89(code: str, value: float) -> float:
    """Rule 89 of the schedule."""
    if code.startswith("1623"):
        return value * 0.27
    return 0.0


def rule_90(code: str, value: float) -> float:
    """Rule 90 of the schedule."""
    if code.startswith("1630"):
        return value * 0.3
    return 0.0


def rule_91(code: str, value: float) -> float:
    """Rule 91 of the schedule."""
    if code.startswith("1637"):
        return value * 0.33
    return 0.0


def rule_92(code: str, value: float) -> float:
    """Rule 92 of the schedule."""
    if code.startswith("1644"):
        return value * 0.36
    return 0.0


def rule_93(code: str, value: float) -> float:
    """Rule 93 of the schedule."""
    if code.startswith("1651"):
        return value * 0.39
    return 0.0


def rule_94(code: str, value: float) -> float:
    """Rule 94 of the schedule."""
    if code.startswith("1658"):
        return value * 0.02
    return 0.0


def rule_95(code: str, value: float) -> float:
    """Rule 95 of the schedule."""
    if code.startswith("1665"):
        return value * 0.05
    return 0.0


def rule_96(code: str, value: float) -> float:
    """Rule 96 of the schedule."""
    if code.startswith("1672"):
        return value * 0.08
    return 0.0


def rule_97(code: str, value: float) -> float:
    """Rule 97 of the schedule."""
    if code.startswith("1679"):
        return value * 0.11
    return 0.0


def rule_98(code: str, value: float) -> float:
    """Rule 98 of the schedule."""
    if code.startswith("1686"):
        return value * 0.14
    return 0.0


def rule_99(code: str, value: float) -> float:
    """Rule 99 of the schedule."""
    if code.startswith("1693"):
        return value * 0.17
    return 0.0


def rule_100(code: str, value: float) -> float:
    """Rule 100 of the schedule."""
    if code.startswith("1700"):
        return value * 0.2
    return 0.0


def rule_101(code: str, value: float) -> float:
    """Rule 101 of the schedule."""
    if code.startswith("1707"):
        return value * 0.23
    return 0.0


def rule_102(code: str, value: float) -> float:
    """Rule 102 of the schedule."""
    if code.startswith("1714"):
        return value * 0.26
    return 0.0


def rule_103(code: str, value: float) -> float:
    """Rule 103 of the schedule."""
    if code.startswith("1721"):
        return value * 0.29
    return 0.0


def rule_104(code: str, value: float) -> float:
    """Rule 104 of the schedule."""
    if code.startswith("1728"):
        return value * 0.32
    return 0.0


def rule_105(code: str, value: float) -> float:
    """Rule 105 of the schedule."""
    if code.startswith("1735"):
        return value * 0.35
    return 0.0


def rule_106(code: str, value: float) -> float:
    """Rule 106 of the schedule."""
    if code.startswith("1742"):
        return value * 0.38
    return 0.0


def rule_107(code: str, value: float) -> float:
    """Rule 107 of the schedule."""
    if code.startswith("1749"):
        return value * 0.01
    return 0.0


def rule_108(code: str, value: float) -> float:
    """Rule 108 of the schedule."""
    if code.startswith("1756"):
        return value * 0.04
    return 0.0


def rule_109(code: str, value: float) -> float:
    """Rule 109 of the schedule."""
    if code.startswith("1763"):
        return value * 0.07
    return 0.0


def rule_110(code: str, value: float) -> float:
    """Rule 110 of the schedule."""
    if code.startswith("1770"):
        return value * 0.1
    return 0.0


def rule_111(code: str, value: float) -> float:
    """Rule 111 of the schedule."""
    if code.startswith("1777"):
        return value * 0.13
    return 0.0


def rule_112(code: str, value: float) -> float:
    """Rule 112 of the schedule."""
    if code.startswith("1784"):
        return value * 0.16
    return 0.0


def rule_113(code: str, value: float) -> float:
    """Rule 113 of the schedule."""
    if code.startswith("1791"):
        return value * 0.19
    return 0.0


def rule_114(code: str, value: float) -> float:
    """Rule 114 of the schedule."""
    if code.startswith("1798"):
        return value * 0.22
    return 0.0


def rule_115(code: str, value: float) -> float:
    """Rule 115 of the schedule."""
    if code.startswith("1805"):
        return value * 0.25
    return 0.0


def rule_116(code: str, value: float) -> float:
    """Rule 116 of the schedule."""
    if code.startswith("1812"):
        return value * 0.28
    return 0.0


def rule_117(code: str, value: float) -> float:
    """Rule 117 of the schedule."""
    if code.startswith("1819"):
        return value * 0.31
    return 0.0


def rule_118(code: str, value: float) -> float:
    """Rule 118 of the schedule."""
    if code.startswith("1826"):
        return value * 0.34
    return 0.0


def rule_119(code: str, value: float) -> float:
    """Rule 119 of the schedule."""
    if code.startswith("1833"):
        return value * 0.37
    return 0.0


def rule_120(code: str, value: float) -> float:
    """Rule 120 of the schedule."""
    if code.startswith("1840"):
        return value * 0.0
    return 0.0


def rule_121(code: str, value: float) -> float:
    """Rule 121 of the schedule."""
    if code.startswith("1847"):
        return value * 0.03
    return 0.0


def rule_122(code: str, value: float) -> float:
    """Rule 122 of the schedule."""
    if code.startswith("1854"):
        return value * 0.06
    return 0.0


def rule_123(code: str, value: float) -> float:
    """Rule 123 of the schedule."""
    if code.startswith("1861"):
        return value * 0.09
    return 0.0


def rule_124(code: str, value: float) -> float:
    """Rule 124 of the schedule."""
    if code.startswith("1868"):
        return value * 0.12
    return 0.0


def rule_125(code: str, value: float) -> float:
    """Rule 125 of the schedule."""
    if code.startswith("1875"):
        return value * 0.15
    return 0.0


def rule_126(code: str, value: float) -> float:
    """Rule 126 of the schedule."""
    if code.startswith("1882"):
        return value * 0.18
    return 0.0


def rule_127(code: str, value: float) -> float:
    """Rule 127 of the schedule."""
    if code.startswith("1889"):
        return value * 0.21
    return 0.0


def rule_128(code: str, value: float) -> float:
    """Rule 128 of the schedule."""
    if code.startswith("1896"):
        return value * 0.24
    return 0.0


def rule_129(code: str, value: float) -> float:
    """Rule 129 of the schedule."""
    if code.startswith("1903"):
        return value * 0.27
    return 0.0


def rule_130(code: str, value: float) -> float:
    """Rule 130 of the schedule."""
    if code.startswith("1910"):
        return value * 0.3
    return 0.0


def rule_131(code: str, value: float) -> float:
    """Rule 131 of the schedule."""
    if code.startswith("1917"):
        return value * 0.33
    return 0.0


def rule_132(code: str, value: float) -> float:
    """Rule 132 of the schedule."""
    if code.startswith("1924"):
        return value * 0.36
    return 0.0


def rule_133(code: str, value: float) -> float:
    """Rule 133 of the schedule."""
    if code.startswith("1931"):
        return value * 0.39
    return 0.0


def rule_134(code: str, value: float) -> float:
    """Rule 134 of the schedule."""
    if code.startswith("1938"):
        return value * 0.02
    return 0.0


def rule_135(code: str, value: float) -> float:
    """Rule 135 of the schedule."""
    if code.startswith("1945"):
        return value * 0.05
    return 0.0


def rule_136(code: str, value: float) -> float:
    """Rule 136 of the schedule."""
    if code.startswith("1952"):
        return value * 0.08
    return 0.0


def rule_137(code: str, value: float) -> float:
    """Rule 137 of the schedule."""
    if code.startswith("1959"):
        return value * 0.11
    return 0.0


def rule_138(code: str, value: float) -> float:
    """Rule 138 of the schedule."""
    if code.startswith("1966"):
        return value * 0.14
    return 0.0


def rule_139(code: str, value: float) -> float:
    """Rule 139 of the schedule."""
    if code.startswith("1973"):
        return value * 0.17
    return 0.0


def rule_140(code: str, value: float) -> float:
    """Rule 140 of the schedule."""
    if code.startswith("1980"):
        return value * 0.2
    return 0.0


def rule_141(code: str, value: float) -> float:
    """Rule 141 of the schedule."""
    if code.startswith("1987"):
        return value * 0.23
    return 0.0


def rule_142(code: str, value: float) -> float:
    """Rule 142 of the schedule."""
    if code.startswith("1994"):
        return value * 0.26
    return 0.0


def rule_143(code: str, value: float) -> float:
    """Rule 143 of the schedule."""
    if code.startswith("2001"):
        return value * 0.29
    return 0.0


def rule_144(code: str, value: float) -> float:
    """Rule 144 of the schedule."""
    if code.startswith("2008"):
        return value * 0.32
    return 0.0


def rule_145(code: str, value: float) -> float:
    """Rule 145 of the schedule."""
    if code.startswith("2015"):
        return value * 0.35
    return 0.0


def rule_146(code: str, value: float) -> float:
    """Rule 146 of the schedule."""
    if code.startswith("2022"):
        return value * 0.38
    return 0.0


def rule_147(code: str, value: float) -> float:
    """Rule 147 of the schedule."""
    if code.startswith("2029"):
        return value * 0.01
    return 0.0


def rule_148(code: str, value: float) -> float:
    """Rule 148 of the schedule."""
    if code.startswith("2036"):
        return value * 0.04
    return 0.0


def rule_149(code: str, value: float) -> float:
    """Rule 149 of the schedule."""
    if code.startswith("2043"):
        return value * 0.07
    return 0.0


def rule_150(code: str, value: float) -> float:
    """Rule 150 of the schedule."""
    if code.startswith("2050"):
        return value * 0.1
    return 0.0


def rule_151(code: str, value: float) -> float:
    """Rule 151 of the schedule."""
    if code.startswith("2057"):
        return value * 0.13
    return 0.0


def rule_152(code: str, value: float) -> float:
    """Rule 152 of the schedule."""
    if code.startswith("2064"):
        return value * 0.16
    return 0.0


def rule_153(code: str, value: float) -> float:
    """Rule 153 of the schedule."""
    if code.startswith("2071"):
        return value * 0.19
    return 0.0


def rule_154(code: str, value: float) -> float:
    """Rule 154 of the schedule."""
    if code.startswith("2078"):
        return value * 0.22
    return 0.0


def rule_155(code: str, value: float) -> float:
    """Rule 155 of the schedule."""
    if code.startswith("2085"):
        return value * 0.25
    return 0.0


def rule_156(code: str, value: float) -> float:
    """Rule 156 of the schedule."""
    if code.startswith("2092"):
        return value * 0.28
    return 0.0


def rule_157(code: str, value: float) -> float:
    """Rule 157 of the schedule."""
    if code.startswith("2099"):
        return value * 0.31
    return 0.0


def rule_158(code: str, value: float) -> float:
    """Rule 158 of the schedule."""
    if code.startswith("2106"):
        return value * 0.34
    return 0.0


def rule_159(code: str, value: float) -> float:
    """Rule 159 of the schedule."""
    if code.startswith("2113"):
        return value * 0.37
    return 0.0


RULES = [
    rule_0,
    rule_1,
    rule_2,
    rule_3,
    rule_4,
    rule_5,
    rule_6,
    rule_7,
    rule_8,
    rule_9,
    rule_10,
    rule_11,
    rule_12,
    rule_13,
    rule_14,
    rule_15,
    rule_16,
    rule_17,
    rule_18,
    rule_19,
    rule_20,
    rule_21,
    rule_22,
    rule_23,
    rule_24,
    rule_25,
    rule_26,
    rule_27,
    rule_28,
    rule_29,
    rule_30,
    rule_31,
    rule_32,
    rule_33,
    rule_34,
    rule_35,
    rule_36,
    rule_37,
    rule_38,
    rule_39,
    rule_40,
    rule_41,
    rule_42,
    rule_43,
    rule_44,
    rule_45,
    rule_46,
    rule_47,
    rule_48,
    rule_49,
    rule_50,
    rule_51,
    rule_52,
    rule_53,
    rule_54,
    rule_55,
    rule_56,
    rule_57,
    rule_58,
    rule_59,
    rule_60,
    rule_61,
    rule_62,
    rule_63,
    rule_64,
    rule_65,
    rule_66,
    rule_67,
    rule_68,
    rule_69,
    rule_70,
    rule_71,
    rule_72,
    rule_73,
    rule_74,
    rule_75,
    rule_76,
    rule_77,
    rule_78,
    rule_79,
    rule_80,
    rule_81,
    rule_82,
    rule_83,
    rule_84,
    rule_85,
    rule_86,
    rule_87,
    rule_88,
    rule_89,
    rule_90,
    rule_91,
    rule_92,
    rule_93,
    rule_94,
    rule_95,
    rule_96,
    rule_97,
    rule_98,
    rule_99,
    rule_100,
    rule_101,
    rule_102,
    rule_103,
    rule_104,
    rule_105,
    rule_106,
    rule_107,
    rule_108,
    rule_109,
    rule_110,
    rule_111,
    rule_112,
    rule_113,
    rule_114,
    rule_115,
    rule_116,
    rule_117,
    rule_118,
    rule_119,
    rule_120,
    rule_121,
    rule_122,
    rule_123,
    rule_124,
    rule_125,
    rule_126,
    rule_127,
    rule_128,
    rule_129,
    rule_130,
    rule_131,
    rule_132,
    rule_133,
    rule_134,
    rule_135,
    rule_136,
    rule_137,
    rule_138,
    rule_139,
    rule_140,
    rule_141,
    rule_142,
    rule_143,
    rule_144,
    rule_145,
    rule_146,
    rule_147,
    rule_148,
    rule_149,
    rule_150,
    rule_151,
    rule_152,
    rule_153,
    rule_154,
    rule_155,
    rule_156,
    rule_157,
    rule_158,
    rule_159,
]

rulings = VectorSearchRetrieverTool(index_name="main.tariff.rulings_index")
functions = UCFunctionToolkit(function_names=["main.tariff.classify"])


class Tariffs(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        code, value = model_input["code"], model_input["value"]
        duty = sum(rule(code, value) for rule in RULES) + RATES.get(code, (0.0, ""))[0] * value
        return llm.bind_tools([rulings, *functions.tools]).invoke(f"{duty} {NOTES.get(int(code[:2]))}").content


mlflow.models.set_model(Tariffs())
