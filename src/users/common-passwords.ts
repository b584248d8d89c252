/** What is tried first when passwords are guessed: digits, keyboard rows, names, teams, seasons and "password" itself. */
const COMMON = new Set(
  `
!qaz2wsx 000000 00000000 000000000 0000000000 01234567 0123456789 0987654321 111111 11111111 111111111 1111111111
111222333 112233 11223344 1122334455 121212 12121212 123123 12312312 123123123 1231231234 123321 12341234 12344321
12345 1234512345 123454321 1234554321 123456 123456654321 1234567 12345678 123456780 123456789 1234567890 1234567891
12345678910 123456789a 123456789q 123456789z 12345678a 12345678q 12345679 1234567a 1234567q 123456a 123456abc
123456b 123456q 123456qwerty 12345a12 12345abc 12345qwert 12345qwerty 1234abcd 1234qwer 1234qwerasdf 123654789
123698745 123abc123 123qwe123 123qwe123qwe 123qweasd 123qweasdzxc 12qwaszx 13131313 13579246 135792468 1357924680
14141414 147258369 147852369 15151515 159357456 159753456 19841984 19851985 19861986 19871987 19881988 19891989
19901990 19911991 19921992 1a2b3c4d 1a2b3c4d5e 1letmein 1password 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz!qaz 1qaz1qaz
1qaz2wsx 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 1welcome 20002000 20012001 20102010 20202020 20232023 20242024 20252025
20262026 22222222 222222222 23232323 24682468 25252525 33333333 333333333 44444444 444444444 45454545 55555555
555555555 5555555555 56565656 66666666 666666666 6666666666 696969 69696969 741852963 753951456 7654321 77777777
777777777 7777777777 78787878 78945612 789456123 789456123a 87654321 88888888 888888888 8888888888 963852741
98765432 987654321 9876543210 98989898 99999999 999999999 9999999999 a1234567 a12345678 a123456789 a1b2c3d4
a1b2c3d4e5 a1s2d3f4 aa123456 aa12345678 aaaaaaaa aaaaaaaaa abc12345 abc123456 abc123abc abcd1234 abcd12345
abcd123456 abcde12345 abcdef12 abcdefg1 abcdefg123 abcdefgh abcdefghi access14 admin123 admin1234 admin12345
admin123456 admin1admin admin2024 admin2025 admin@123 adminadmin administrator administrator1 adminpass airplane
alexander alexandra allstate americana anderson angel123 angelica angels12 animals1 anthony1 apple123 applepie
apples12 aqwzsxedc arsenal1 arsenal123 asd123asd asdasd123 asdasdasd asdf1234 asdf12345 asdfasdf asdfasdfasdf
asdfgh123 asdfghj1 asdfghjk asdfghjkl asdfghjkl1 asdqwe123 ashley123 asshole1 atlantis awesome1 azerty123 azertyuiop
babyblue babygirl babygirl1 backspace badminton bailey123 barcelona barcelona1 baseball baseball1 baseball123
basketball basketball1 batman123 beautiful beautiful1 benjamin benjamin1 bigdaddy billabong blahblah blessed1
blink182 blueberry bluebird brandon1 bubbles1 bubbles123 buster123 butterfly butterfly1 butterfly123 california
calvin123 cameron1 carlos123 carolina caroline celticfc changeit changeme changeme! changeme1 changeme123 charlie1
charlie123 charlotte cheese123 chelsea1 chelsea123 chelseafc cherokee chicken1 chicken123 chocolate chocolate1
christian christine christmas christopher cinderella clarence claudia1 cocacola coffee123 colombia colorado columbia
computer computer1 computer123 consumer cookie123 cookies1 corvette courtney cowboys1 creative crystal1 customer
dallas123 daniel123 danielle database december deepblue default1 default123 demo1234 democrat demodemo destiny1
dexter123 diamond1 diamond123 dinosaur director discover dolphin1 dolphins doraemon dragon123 dragonball dragonfly
drowssap einstein elephant elizabeth elizabeth1 eminem123 emmanuel enterprise eternity everest1 everlast evolution
example1 explorer facebook facebook1 facebook123 fantasia fernando ferrari1 fighting firebird firewall florence
flower123 flowers1 football football1 football12 football123 forever1 forever123 forever21 franklin freedom1
freedom123 friends1 friends123 friendship fuckoff1 fuckyou1 fuckyou123 fuckyou2 gabriel1 gabriela gabrielle
galatasaray games123 garfield gateway1 genesis1 geronimo gfhjkmgfhjkm gibson12 giovanni godisgood goldfish gonzalez
goodluck google123 greatness greenday guest123 guestguest guitar123 gwerty123 hallo123 hannah123 happy123 happyday
hardcore harley123 harrison hawaii50 heather1 hello123 hello1234 hello12345 hellohello hellokitty helloworld
helpdesk hercules highland hollywood homepage honda123 hotmail1 hotmail123 house123 hunter123 illusion ilovegod
ilovehim ilovejesus iloveme1 ilovemyself iloveyou iloveyou! iloveyou1 iloveyou12 iloveyou123 iloveyou2 imissyou
immortal indonesia infinity internet internet1 internet123 ironman1 isabella israel123 jackass1 jackson1 jackson5
jamaica1 james123 january1 jasmine1 jasmine123 jefferson jennifer jennifer1 jeremiah jessica1 jessica123 jesus123
jesuschrist johncena johndoe1 johnson1 jonathan jonathan1 jordan123 jordan23 joshua123 juventus kamikaze katherine
kathleen keyboard keyboard1 killer123 kimberly kingdom1 kittycat knight123 kristina lakers24 laura123 lawrence
leonardo letmein! letmein1 letmein12 letmein123 letmeinnow liberty1 liferay1 lineage2 linkinpark liverpool
liverpool1 liverpool123 logitech london123 lovelove lovely123 loveme123 loveyou1 loveyou123 lowrider lucky123
ludacris madison1 madrid123 maggie123 magnolia manager1 manager123 manchester manutd123 margaret maria123 marina123
marketing marlboro marshall martin123 master123 masterkey matrix123 matthew1 matthew123 maverick maximus1 mercedes
mercury1 merlin123 metallica metallica1 mexico123 michael1 michael123 michaeljordan michelle michelle1 microsoft
midnight millions minecraft minecraft1 minecraft123 mississippi mohammed monica123 monkey123 monster1 monster123
morpheus motorola mountain mountains mustang1 mustang123 mynameis mypassword mypassword1 mysecret myspace1 mysql123
naruto123 natalie1 natasha1 nathaniel national newpassword newyork1 newyork123 nicholas nicholas1 nicole123 nintendo
nintendo64 nirvana1 nissan123 nopassword nothing1 november number123 october1 olivia123 onelove1 onesait1
onesaitplatform openopen opensesame operator oracle123 orange123 original overlord p455w0rd p4ssw0rd p4ssword
p@55w0rd p@ssw0rd p@ssw0rd! p@ssw0rd1 p@ssw0rd12 p@ssw0rd123 p@ssword p@ssword1 p@ssword123 pa$$w0rd pa$$word
pa55w0rd pa55word panasonic panthers paradise paramore pass1234 pass12345 pass@123 pass@word1 passcode passion1
passord1 passpass passport passw0rd passw0rd! passw0rd1 passwd123 passwerd password password! password0 password01
password1 password1! password10 password11 password12 password12! password123 password123! password1234
password12345 password13 password2 password21 password22 password23 password3 password4 password5 password6
password69 password7 password77 password8 password88 password9 password99 password@1 password@123 passwordpassword
passwords passwort passwort1 patricia patrick1 peaches1 peanut123 pebbles1 penelope perfect1 personal peterpan
phoenix1 picture1 pineapple pingpong platinum playboy1 playstation playstation3 pokemon1 pokemon123 police123
porsche911 portugal postgres power123 precious predator president princesa princesa1 princess princess1 princess12
princess123 privacy1 private1 producer professional property protocol purple123 q12345678 q1w2e3r4 q1w2e3r4t5
q1w2e3r4t5y6 qazqazqaz qazwsx12 qazwsx123 qazwsxed qazwsxedc qazwsxedc123 qazwsxedcrfv qazxswed qazxswedc qqqqqqqq
qqww1122 qwaszx12 qwe123456 qwe123qwe qweasd123 qweasdzx qweasdzxc qweasdzxc123 qweqwe123 qweqweqwe qwer1234
qwer12345 qwer123456 qwerasdf qwerasdfzxcv qwerqwer qwert123 qwert1234 qwert12345 qwerty00 qwerty01 qwerty09
qwerty1! qwerty11 qwerty12 qwerty123 qwerty123! qwerty1234 qwerty12345 qwerty123456 qwerty22 qwerty321 qwerty78
qwerty88 qwerty99 qwertyqwerty qwertyui qwertyuio qwertyuiop qwertyuiop1 qwertyuiop123 qwertz123 qwertzui qwertzuiop
rachel123 rainbow1 rainbow123 ranger12 rangers1 realmadrid realmadrid1 rebecca1 reddevil redskins remember republic
reynolds richard1 robert123 rockstar rockstar1 rockyou1 rodrigo1 ronaldo123 ronaldo7 root1234 rootroot rosebud1
roserose rush2112 sabrina1 samantha samantha1 samsung1 samsung123 sanchez1 santiago sasha123 saturday savannah
scarface scooby12 scorpio1 scorpion scotland sebastian secret12 secret123 secret1234 secretpassword security
security1 senha123 september serenity sergio123 server123 shadow12 shadow123 shannon1 shithead shopping silver123
simpsons singapore skyline1 skywalker slipknot slipknot1 snickers snoopy12 snowball snowboard snowflake soccer12
soccer123 softball softball1 something sometimes southside spartan1 spiderman spiderman1 spongebob spongebob1
startrek starwars starwars1 starwars123 steelers stephanie stephanie1 stranger strawberry student1 student123
sublime1 summer01 summer12 summer123 summer2024 summer2025 sunflower sunshine sunshine1 sunshine12 sunshine123
superman superman1 superman12 superman123 supernova superstar superstar1 supervisor support1 support123 suzuki123
sweetheart sweetie1 swordfish sysadmin system123 systems1 taekwondo taylor123 teacher1 teddybear telephone temp1234
temporary temppass tennessee terminal terminator test1234 test12345 test123456 test123test test1test testing1
testing123 testpass testpassword testtest testtest1 testuser theodore thomas123 thuglife thunder1 thunder123
tiger123 tigger12 tinkerbell titanic1 tomcat123 toor1234 tottenham toyota123 training transformers trinity1 triumph1
trustno1 trustnoone tupacshakur tweety12 twilight universal universe university unknown1 user1234 user12345 username
useruser vacation vagrant1 valentin valentina valentine vanessa1 veronica victoria victoria1 victory1 vincent1
virginia volleyball voyager1 warcraft warcraft3 warriors webmaster welcome! welcome0 welcome01 welcome1 welcome1!
welcome12 welcome123 welcome1234 welcome2 welcome2024 welcome2025 welcome@1 welcome@123 westside westwood whatever
whatever1 whiteboy wildcats william1 williams windows1 windows10 winner123 winston1 winter01 winter12 winter123
winter2024 winter2025 wireless wisconsin wolverine wonderful woodland wordpass wrestling xbox3600 xxxxxxxx xxxxxxxxx
yamaha123 yankees1 yankees2 yellow123 yourmama youtube123 yuantuo2012 zaq12wsx zaq1xsw2 zaq1zaq1 zaqwsx123 zaqxswcde
zxc123456 zxcasdqwe zxcasdqwe123 zxcv1234 zxcvb123 zxcvbn12 zxcvbn123 zxcvbnm,. zxcvbnm1 zxcvbnm123 zxcvbnma
zxczxczxc zzzzzzzz
`
    .trim()
    .split(/\s+/),
);

/** Whatever its case. */
export const isCommonPassword = (password: string): boolean => COMMON.has(password.toLowerCase());
